using System.Text.Json;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Whether PCI pools serve a guest whose cells are given, as Nova decides it. The guest gets a vCPU and a page in each
/// of those cells and finds room in no other.
/// </summary>
public sealed class PciVectorTests
{
    [Fact]
    public void Functions_and_devices_serve_a_guest_where_they_do_in_Nova()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("pci"))
        {
            if (Compare(item) is { } difference)
            {
                found[item.Id] = difference;
            }
        }

        Differences.Check("pci-", found);
    }

    private static string? Compare(VectorCase item)
    {
        var cells = item.Input.Find("guest_cells_on_host_cells") is { } given
            ? given.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()
            : null;
        var host = HostOf(item.Input.GetProperty("sockets"), cells).WithPools(item.Input.GetProperty("pci_pools"));
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        ledger.PutHost(host, HostAvailability.Enabled);
        var request = new PlacementRequest
        {
            Compute = new("guest"),
            Requirements = GuestOn(cells).Plus(item.Input.GetProperty("pci_requests"), networks: null),
        };
        var result = new Placer().Place(ledger, request, PlacementPolicy.Pack);
        var supported = item.Answer.GetProperty("supported").GetBoolean();
        if (result.IsFeasible != supported)
        {
            return result.IsFeasible ? "fits; Nova: no" : $"{result.Infeasible}; Nova: fits";
        }

        if (result.Placement is null)
        {
            return null;
        }

        var violations = ClaimAudit.CheckPlacement(host, request, result.Placement);
        return violations.Count > 0
            ? string.Join("; ", violations)
            : CompareRemote(item, host, request, result.Placement);
    }

    /// <summary>No more may be remote than with Nova, which counts what is left of each pool.</summary>
    private static string? CompareRemote(
        VectorCase item, HostInventory host, PlacementRequest request, HostPlacement placement)
    {
        var near = placement.Nodes.Select(node => node.HostNode).ToHashSet();
        if (near.Count == 0)
        {
            return null;
        }

        var taken = placement.Vnics
            .Select(vnic =>
                host.PhysicalFunctions.First(function => function.Address == vnic.PhysicalFunction).NumaNode)
            .Concat(placement.Devices.Select(address =>
                host.Devices.First(device => device.Address == address).NumaNode));
        var mine = taken.Count(node => node is not { } id || !near.Contains(id));
        var before = Remote(item.Input.Items("pci_pools"), near);
        var theirs = before - Remote(item.Answer.Items("pci_pools_after"), near);
        return mine > theirs ? $"{mine} of {request.Requirements.Vnics.Length} are remote, {theirs} with Nova" : null;
    }

    private static int Remote(IEnumerable<JsonElement> pools, HashSet<int> near) => pools
        .Where(pool => pool.Find("numa_node") is not { } node || !near.Contains(node.GetInt32()))
        .Sum(pool => pool.GetProperty("count").GetInt32());

    private static HostInventory HostOf(JsonElement sockets, int[]? cells)
    {
        var all = sockets.EnumerateObject().Select(pair => (
            Id: int.Parse(pair.Name, System.Globalization.CultureInfo.InvariantCulture),
            Socket: pair.Value.ValueKind == JsonValueKind.Null ? null : (int?)pair.Value.GetInt32())).ToArray();
        var closed = all.Where(cell => cells is not null && !cells.Contains(cell.Id)).Select(cell => cell.Id);
        return new()
        {
            Id = new(NovaHost.Id),
            Zone = CaseGenerator.Zone,
            BootId = "boot",
            Architecture = "x86_64",
            Cpus = [.. all.Select(cell => new CpuThread(cell.Id, cell.Socket ?? 1000 + cell.Id, 0, 0))],
            NumaNodes = [.. all.Select(cell => new NumaNode
            {
                Id = cell.Id,
                Cpus = CpuSet.Of(cell.Id),
                Memory = MemorySize.FromGiB(1),
            })],
            ReservedCpus = CpuSet.Of(closed),
            SharedCpus = CpuSet.Of(cells is null ? all.Select(cell => cell.Id) : []),
        };
    }

    private static ComputeRequirements GuestOn(int[]? cells) => cells is null
        ? new() { VirtualCpuCount = 1, Memory = MemorySize.FromMiB(64) }
        : new()
        {
            VirtualCpuCount = cells.Length,
            Memory = MemorySize.FromMiB(64 * cells.Length),
            CpuPolicy = CpuPolicy.Dedicated,
            NumaNodes = [.. cells.Select((_, index) =>
                new GuestNumaNode(index, CpuSet.Of(index), MemorySize.FromMiB(64)))],
        };
}
