using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;

namespace Vim.Descriptors.Openmano;

/// <summary>Interfaces of openmano VNFCs: data plane ones inside a NUMA node, management ones in
/// `bridge-ifaces`.</summary>
internal sealed class OpenmanoInterface(Diagnostics diagnostics)
{
    private static readonly Dictionary<string, VnicKind> Dedicated = new(StringComparer.Ordinal)
    {
        ["yes"] = VnicKind.PfPassthrough,
        ["true"] = VnicKind.PfPassthrough,
        ["pf"] = VnicKind.PfPassthrough,
        ["no"] = VnicKind.SriovVf,
        ["false"] = VnicKind.SriovVf,
        ["vf"] = VnicKind.SriovVf,
    };

    /// <summary>Device models of `bridge-ifaces` that the guest can see.</summary>
    private static readonly HashSet<string> Models =
        new(StringComparer.OrdinalIgnoreCase) { "virtio", "e1000", "e1000e", "rtl8139", "ne2k_pci", "pcnet" };

    internal Vnic? ReadDataPlane(Section section, int guestNumaNode)
    {
        var name = Values.Name(section.Require("name"), diagnostics);
        var kind = ReadKind(section);
        var bandwidth = Quantities.BitsPerSecond(section.Take("bandwidth"), "Mbps", diagnostics);
        var vnic = new Vnic
        {
            Name = name ?? "",
            Kind = kind ?? VnicKind.SriovVf,
            VirtualLink = name ?? "",
            GuaranteedIngressBitsPerSecond = bandwidth,
            GuaranteedEgressBitsPerSecond = bandwidth,
            GuestPciAddress = Addresses.Pci(section.Take("vpci"), diagnostics),
            MacAddress = Addresses.Mac(section.Take("mac_address"), diagnostics),
            NumaAffinity = PciNumaAffinity.Required,
            GuestNumaNode = guestNumaNode,
        };
        section.Ignore("description");
        section.Done();
        return name is null || kind is null ? null : vnic;
    }

    internal Vnic? ReadBridge(Section section)
    {
        var name = Values.Name(section.Require("name"), diagnostics);
        section.NotDeployed("bandwidth", "openmano defines the bandwidth of a bridge interface as informative only");
        section.NotDeployed("floating-ip", "public addresses are given by the orchestrator, not by the VNFD");
        var vnic = new Vnic
        {
            Name = name ?? "",
            Kind = VnicKind.Virtio,
            VirtualLink = name ?? "",
            Model = ReadModel(section),
            GuestPciAddress = Addresses.Pci(section.Take("vpci"), diagnostics),
            MacAddress = Addresses.Mac(section.Take("mac_address"), diagnostics),
            PortSecurity = Values.Boolean(section.Take("port-security"), diagnostics),
        };
        section.Ignore("description");
        section.Done();
        return name is null ? null : vnic;
    }

    private VnicKind? ReadKind(Section section)
    {
        var node = section.Require("dedicated");
        if (Values.Text(node, diagnostics)?.Trim().ToLowerInvariant() == "yes:sriov")
        {
            diagnostics.Error(
                node!,
                "'yes:sriov' asks for a virtual function that has its physical function to itself",
                "write \"yes\" for the whole physical function or \"no\" for a virtual function beside others");
            return null;
        }

        return Values.Choice(node, Dedicated, diagnostics);
    }

    private string? ReadModel(Section section)
    {
        var node = section.Take("model");
        if (Values.Text(node, diagnostics) is not { } text)
        {
            return null;
        }

        if (text.Trim().Equals("paravirt", StringComparison.OrdinalIgnoreCase))
        {
            return "virtio";
        }

        if (!Models.Contains(text.Trim()))
        {
            diagnostics.Error(
                node!,
                $"NIC model {Section.Describe(node!)} is not known",
                "write one of: " + string.Join(", ", Models));
            return null;
        }

        return text.Trim().ToLowerInvariant();
    }
}
