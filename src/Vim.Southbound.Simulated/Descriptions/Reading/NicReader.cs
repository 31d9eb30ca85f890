using System.Collections.Immutable;
using System.Globalization;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Descriptions.Reading;

/// <summary>
/// Reads NICs (of the server, and added by the operator) and how the operator set up their functions.
/// </summary>
internal sealed class NicReader(DescriptionErrors errors, IReadOnlyCollection<int> nodes)
{
    private const int MaxVirtualFunctions = 256;

    private readonly Dictionary<PciAddress, PhysicalFunction> _functions = [];
    private readonly HashSet<string> _nics = new(StringComparer.Ordinal);
    private readonly HashSet<PciAddress> _virtualFunctions = [];

    /// <summary>Every function, by address.</summary>
    public ImmutableArray<PhysicalFunction> Functions => [.. _functions.Values.OrderBy(function => function.Address)];

    /// <summary>Reads a list of NICs: <c>server.nics</c>, <c>setup.added_nics</c>.</summary>
    public void ReadNics(MapReader section, string key)
    {
        foreach (var (node, path) in section.List(key, required: false))
        {
            var nic = new MapReader(node, path, errors);
            var name = nic.Required("name", Formats.Text, "");
            nic.Optional("device", Formats.Text, "");
            var kind = nic.Required("id", Formats.PciKind, default);
            var speed = nic.Required("speed", Formats.Rate, Bandwidth.Zero);
            var functions = nic.List("functions", required: true);
            nic.Done();
            if (!_nics.Add(name))
            {
                errors.Add(nic.At("name"), nic.PathOf("name"), $"NIC \"{name}\" is given twice");
            }

            foreach (var (item, itemPath) in functions)
            {
                ReadFunction(new(item, itemPath, errors), name, kind, speed, functions.Count > 1);
            }
        }
    }

    /// <summary>Reads <c>setup.physical_functions</c>, keyed by PCI address.</summary>
    public void ReadSetup(MapReader setup)
    {
        if (setup.Map("physical_functions", required: false) is not { } functions)
        {
            return;
        }

        foreach (var (key, keyNode, value, path) in functions.Entries)
        {
            if (!PciAddress.TryParse(key, out var address) || !_functions.TryGetValue(address, out var function))
            {
                errors.Add(keyNode, path, "is not the PCI address of a function under server.nics or setup.added_nics");
                continue;
            }

            _functions[address] = SetUp(function, new(value, path, errors));
        }
    }

    private void ReadFunction(MapReader map, string nic, PciKind kind, Bandwidth speed, bool several)
    {
        var address = map.Required("pci", Formats.Pci, default);
        var function = new PhysicalFunction
        {
            Address = address,
            Name = map.Optional("interface", Formats.Text, PredictableName(address, several)),
            Nic = nic,
            NumaNode = ReadNode(map),
            PhysicalNetwork = null,
            VendorId = kind.VendorId,
            DeviceId = kind.DeviceId,
            LinkSpeed = map.Optional("speed", Formats.Rate, speed),
        };
        map.Done();
        if (!_functions.TryAdd(address, function))
        {
            errors.Add(map.At("pci"), map.PathOf("pci"), $"function {address} is given twice");
        }
    }

    private int? ReadNode(MapReader map)
    {
        if (!map.Has("numa_node"))
        {
            map.Optional("numa_node", Formats.Int(0, 1023), 0);
            return null;
        }

        var node = map.Optional("numa_node", Formats.Int(0, 1023), -1);
        if (node >= 0 && !nodes.Contains(node))
        {
            errors.Add(map.At("numa_node"), map.PathOf("numa_node"), $"the server has no NUMA node {node}");
        }

        return node;
    }

    private PhysicalFunction SetUp(PhysicalFunction function, MapReader map)
    {
        var network = map.Optional("physical_network", Formats.Text, "");
        var neighbour = map.Optional("switch", Formats.Text, "");
        var reserved = map.Optional("reserved", Formats.Rate, Bandwidth.Zero);
        if (reserved > function.LinkSpeed)
        {
            errors.Add(map.At("reserved"), map.PathOf("reserved"), $"is more than the link's {function.LinkSpeed}");
        }

        var result = function with
        {
            PhysicalNetwork = network.Length == 0 ? null : network,
            Switch = neighbour.Length == 0 ? null : neighbour,
            ReservedBandwidth = reserved,
            CarriesVirtio = map.Optional("carries_virtio", Formats.Flag, otherwise: false),
            OffersVhostUser = map.Optional("vhost_user", Formats.Flag, otherwise: false),
            OffersVdpa = map.Optional("vdpa", Formats.Flag, otherwise: false),
            AllowsPassthrough = map.Optional("passthrough", Formats.Flag, otherwise: false),
            VirtualFunctions = ReadVirtualFunctions(map),
        };
        map.Done();
        return result;
    }

    /// <summary>
    /// VF n has the routing id of the first VF plus n times the stride (PCIe base specification, SR-IOV capability,
    /// First VF Offset and VF Stride), where bus, device and function are one number of 16 bits.
    /// </summary>
    private ImmutableArray<PciAddress> ReadVirtualFunctions(MapReader function)
    {
        if (function.Map("virtual_functions", required: false) is not { } map)
        {
            return [];
        }

        var count = map.Required("count", Formats.Int(1, MaxVirtualFunctions), 0);
        var first = map.Required("first", Formats.Pci, default);
        var stride = map.Optional("stride", Formats.Int(1, 64), 1);
        map.Done();
        var start = (first.Bus << 8) | (first.Device << 3) | first.Function;
        if (start + ((count - 1) * stride) > ushort.MaxValue)
        {
            errors.Add(map.Node, map.PathOf("count"), "the last VF would lie beyond bus ff");
            return [];
        }

        var result = ImmutableArray.CreateBuilder<PciAddress>(count);
        for (var index = 0; index < count; index++)
        {
            var id = start + (index * stride);
            var address = new PciAddress(first.Domain, (byte)(id >> 8), (byte)(id >> 3 & 0x1f), (byte)(id & 7));
            if (!_virtualFunctions.Add(address) || _functions.ContainsKey(address))
            {
                errors.Add((YamlNode)map.Node, map.PathOf("first"), $"VF {index} would be {address}, which is taken");
                return [];
            }

            result.Add(address);
        }

        return result.MoveToImmutable();
    }

    /// <summary>
    /// The kernel's path name, <c>enp134s0f1</c>: what an interface is called where firmware gives no slot.
    /// </summary>
    private static string PredictableName(PciAddress address, bool several)
    {
        var domain = address.Domain == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"P{address.Domain}");
        var function = several ? string.Create(CultureInfo.InvariantCulture, $"f{address.Function}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"en{domain}p{address.Bus}s{address.Device}{function}");
    }
}
