using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>
/// virtual_network_interface_requirements of a connection point: the interface's type and what NIC must carry it.
/// Beside ONAP's keys: model, macAddress, guestPciAddress; guestNumaNode, which ties the NIC to one guest NUMA node;
/// distinctPfGroup, distinctNicGroup and distinctSwitchGroup, which keep vNICs of one label apart.
/// </summary>
internal sealed class VirtualInterfaceDemand(Diagnostics diagnostics)
{
    internal VnicKind? Kind { get; private set; }

    internal string? Model { get; private set; }

    internal string? MacAddress { get; private set; }

    internal string? GuestPciAddress { get; private set; }

    internal PciNumaAffinity? NumaAffinity { get; private set; }

    internal int? GuestNumaNode { get; private set; }

    internal string? DistinctPfGroup { get; private set; }

    internal string? DistinctNicGroup { get; private set; }

    internal string? DistinctSwitchGroup { get; private set; }

    internal string? PciVendorId { get; private set; }

    internal string? PciDeviceId { get; private set; }

    internal void Read(IReadOnlyList<YamlNode> requirements)
    {
        foreach (var node in requirements)
        {
            if (Section.Open(node, diagnostics) is { } requirement)
            {
                Read(requirement);
            }
        }
    }

    private void Read(Section requirement)
    {
        requirement.Ignore("name", "description");
        var mandatory = requirement.Take("support_mandatory");
        if (Values.Boolean(mandatory, diagnostics) == false)
        {
            diagnostics.Note(mandatory!, "the descriptor calls this a preference; it is asked for as a demand");
        }

        if (requirement.TakeSection("network_interface_requirements") is { } network)
        {
            ReadInterface(network);
        }

        if (requirement.TakeSection("nic_io_requirements") is { } io)
        {
            if (io.TakeSection("logical_node_requirements") is { } node)
            {
                ReadNic(node);
            }

            io.Done();
        }

        requirement.Done();
    }

    private void ReadInterface(Section network)
    {
        var type = Value(network, "interfaceType");
        if (Values.Text(type, diagnostics)?.Trim().ToLowerInvariant() is "e1000" or "rtl8139" or "pcnet")
        {
            Kind = VnicKind.Virtio;
            Model = Values.Text(type, diagnostics)!.Trim().ToLowerInvariant();
        }
        else
        {
            Kind = Values.Choice(type, Words.InterfaceTypes, diagnostics) ?? Kind;
        }

        Model = Values.Name(Value(network, "model"), diagnostics) ?? Model;
        MacAddress = Addresses.Mac(Value(network, "macAddress"), diagnostics) ?? MacAddress;
        GuestPciAddress = Addresses.Pci(Value(network, "guestPciAddress"), diagnostics) ?? GuestPciAddress;
        network.Done();
    }

    private void ReadNic(Section node)
    {
        PciVendorId = Addresses.PciId(Value(node, "pciVendorId"), diagnostics) ?? PciVendorId;
        PciDeviceId = Addresses.PciId(Value(node, "pciDeviceId"), diagnostics) ?? PciDeviceId;
        NumaAffinity = PciLocality.Read(Value(node, "pciDeviceLocalToNumaNode"), diagnostics) ?? NumaAffinity;
        var tie = Values.Integer(Value(node, "guestNumaNode"), 0, FlavourRules.NumaNodesMax - 1, diagnostics);
        GuestNumaNode = (int?)tie ?? GuestNumaNode;
        DistinctPfGroup = Values.Name(Value(node, "distinctPfGroup"), diagnostics) ?? DistinctPfGroup;
        DistinctNicGroup = Values.Name(Value(node, "distinctNicGroup"), diagnostics) ?? DistinctNicGroup;
        DistinctSwitchGroup = Values.Name(Value(node, "distinctSwitchGroup"), diagnostics) ?? DistinctSwitchGroup;
        var count = Value(node, "pciNumDevices");
        if (Values.Integer(count, 1, 64, diagnostics) is > 1)
        {
            diagnostics.Error(count!, "one vNIC is one device", "write a connection point for each device");
        }

        node.Done();
    }

    private YamlNode? Value(Section section, string key) =>
        section.Take(key) is { } node ? RequirementValue.Unwrap(node, diagnostics) : null;
}
