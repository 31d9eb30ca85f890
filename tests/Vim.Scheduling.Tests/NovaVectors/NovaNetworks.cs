using System.Collections.Immutable;
using System.Text.Json;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Recorded PCI pools and networks of a host as functions and devices, and requests for them as vNICs and devices.
/// A network that Nova knows to be near to some cells is a port of the vSwitch on each of them.
/// </summary>
internal static class NovaNetworks
{
    private const string Tunnel = "tunnel";

    public static HostInventory WithPools(this HostInventory host, JsonElement? pools)
    {
        var functions = host.PhysicalFunctions.ToBuilder();
        var devices = ImmutableArray.CreateBuilder<PciDevice>();
        foreach (var (pool, index) in (pools?.EnumerateArray() ?? default).Select((pool, index) => (pool, index)))
        {
            var count = pool.GetProperty("count").GetInt32();
            var node = pool.Find("numa_node")?.GetInt32();
            if (pool.GetProperty("tags").Find("physical_network")?.GetString() is { } network)
            {
                functions.Add(Port(index, node, network) with
                {
                    VirtualFunctions = [.. Enumerable.Range(1, count).Select(vf => Address(index, vf))],
                });
                continue;
            }

            devices.AddRange(Enumerable.Range(1, count).Select(device => new PciDevice(
                Address(index, device), Id(pool, "vendor_id"), Id(pool, "product_id"), node, null)));
        }

        return host with { PhysicalFunctions = functions.ToImmutable(), Devices = devices.ToImmutable() };
    }

    /// <summary>
    /// Ports of the vSwitch: on each cell that is near to a network, else one of which nobody knows where.
    /// </summary>
    public static HostInventory WithNetworks(
        this HostInventory host, IEnumerable<JsonElement> cells, JsonElement? wanted)
    {
        var list = cells.ToArray();
        var functions = host.PhysicalFunctions.ToBuilder();
        foreach (var network in wanted is { } needs ? Networks(needs) : [])
        {
            var near = list.Where(cell => cell.Find("network_metadata") is { } data && Networks(data).Contains(network))
                .Select(cell => (int?)cell.GetProperty("id").GetInt32())
                .ToArray();
            foreach (var node in near.Length > 0 ? near : [null])
            {
                functions.Add(Port(128 + functions.Count, node, network) with { CarriesVirtio = true });
            }
        }

        return host with { PhysicalFunctions = functions.ToImmutable() };
    }

    public static ComputeRequirements Plus(
        this ComputeRequirements wanted, JsonElement? requests, JsonElement? networks)
    {
        var vnics = ImmutableArray.CreateBuilder<VnicRequirement>();
        var devices = ImmutableArray.CreateBuilder<DeviceRequirement>();
        foreach (var request in requests?.EnumerateArray() ?? default)
        {
            var count = request.GetProperty("count").GetInt32();
            var policy = PolicyOf(request);
            var spec = request.GetProperty("spec").EnumerateArray().Single();
            if (spec.Find("physical_network")?.GetString() is { } network)
            {
                vnics.AddRange(
                    Enumerable.Range(0, count).Select(_ => Vnic(vnics.Count, VnicKind.SriovVf, network, policy)));
            }
            else
            {
                devices.Add(new(null, Id(spec, "vendor_id"), Id(spec, "product_id"), count) { NumaPolicy = policy });
            }
        }

        foreach (var network in networks is { } needs ? Networks(needs) : [])
        {
            vnics.Add(Vnic(vnics.Count, VnicKind.Virtio, network, PciNumaPolicy.Legacy));
        }

        return wanted with
        {
            Vnics = [.. vnics.Select((vnic, index) => vnic with { Name = $"{index}" })],
            Devices = devices.ToImmutable(),
        };
    }

    private static IEnumerable<string> Networks(JsonElement data) =>
        data.GetProperty("physnets").EnumerateArray().Select(name => name.GetString()!)
            .Concat(data.GetProperty("tunneled").GetBoolean() ? [Tunnel] : []);

    private static VnicRequirement Vnic(int index, VnicKind kind, string network, PciNumaPolicy policy) => new()
    {
        Name = $"{index}",
        Kind = kind,
        PhysicalNetwork = network,
        NumaPolicy = policy,
    };

    private static PciNumaPolicy PolicyOf(JsonElement request) => request.Find("numa_policy")?.GetString() switch
    {
        "preferred" => PciNumaPolicy.Preferred,
        "required" => PciNumaPolicy.Required,
        "socket" => PciNumaPolicy.Socket,
        _ => PciNumaPolicy.Legacy,
    };

    private static PhysicalFunction Port(int index, int? node, string network) => new()
    {
        Address = Address(index, 0),
        Name = $"port{index}",
        Nic = $"nic{index}",
        NumaNode = node,
        PhysicalNetwork = network,
        LinkSpeed = Bandwidth.FromGbps(25),
    };

    private static PciAddress Address(int slot, int function) =>
        PciAddress.FromPacked(((uint)slot << 16) | (uint)function);

    private static ushort Id(JsonElement element, string name) =>
        Convert.ToUInt16(element.GetProperty(name).GetString(), 16);
}
