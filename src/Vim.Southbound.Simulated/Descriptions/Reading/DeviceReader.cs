using System.Collections.Immutable;
using Vim.Domain.Topology;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>Reads the PCI devices for guests and the operator's names for their kinds.</summary>
internal static class DeviceReader
{
    public static ImmutableArray<PciDevice> Read(
        MapReader server,
        MapReader setup,
        IReadOnlyCollection<int> nodes,
        DescriptionErrors errors)
    {
        var aliases = ReadAliases(setup, errors);
        var seen = new HashSet<PciAddress>();
        var result = ImmutableArray.CreateBuilder<PciDevice>();
        foreach (var (node, path) in server.List("devices", required: false))
        {
            var map = new MapReader(node, path, errors);
            var address = map.Required("pci", Formats.Pci, default);
            var kind = map.Required("id", Formats.PciKind, default);
            var numaNode = map.Optional("numa_node", Formats.Int(0, 1023), -1);
            var parent = map.Has("part_of") ? map.Optional("part_of", Formats.Pci, default) : (PciAddress?)null;
            map.Done();
            if (numaNode >= 0 && !nodes.Contains(numaNode))
            {
                errors.Add(map.At("numa_node"), map.PathOf("numa_node"), $"the server has no NUMA node {numaNode}");
            }

            if (!seen.Add(address))
            {
                errors.Add(map.At("pci"), map.PathOf("pci"), $"device {address} is given twice");
            }

            var alias = aliases.GetValueOrDefault(kind);
            result.Add(new(address, kind.VendorId, kind.DeviceId, numaNode < 0 ? null : numaNode, alias)
            {
                Parent = parent,
            });
        }

        result.Sort((left, right) => left.Address.CompareTo(right.Address));
        return result.ToImmutable();
    }

    private static Dictionary<PciKind, string> ReadAliases(MapReader setup, DescriptionErrors errors)
    {
        var result = new Dictionary<PciKind, string>();
        if (setup.Map("device_aliases", required: false) is not { } aliases)
        {
            return result;
        }

        foreach (var (alias, _, value, path) in aliases.Entries.ToList())
        {
            var kind = aliases.Required(alias, Formats.PciKind, default);
            if (!result.TryAdd(kind, alias))
            {
                errors.Add(value, path, "this kind of device has an alias already");
            }
        }

        return result;
    }
}
