using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Openmano;

/// <summary>
/// openvim flavours (`flavor:`) and servers (`server:`). A flavour alone allocates nothing: it gives a deployment with
/// a flavour and no compute.
/// </summary>
internal sealed class OpenvimReader(DeploymentDraft draft)
{
    private static readonly Dictionary<string, VnicKind> Types = new(StringComparer.Ordinal)
    {
        ["virtual"] = VnicKind.Virtio,
        ["vf"] = VnicKind.SriovVf,
        ["pf"] = VnicKind.PfPassthrough,
    };

    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void ReadFlavour(YamlMapping root)
    {
        var document = new Section(root, _diagnostics);
        if (document.RequireSection("flavor") is { } flavor)
        {
            draft.Name = Values.Name(flavor.Require("name"), _diagnostics) ?? "";
            flavor.Ignore("description");
            var read = ReadResources(flavor, draft.Name);
            flavor.Done();
            foreach (var vnic in read.Vnics)
            {
                draft.Add(
                    new VirtualLink { Name = vnic.VirtualLink, Origin = VirtualLinkOrigin.External }, flavor.Node);
            }

            FlavourRules.Check(read, flavor.Node, _diagnostics);
            draft.Add(read, flavor.Node);
            _diagnostics.Note(flavor.Node, "the file describes a flavour only: it is created and nothing is allocated");
        }

        document.Done();
    }

    internal void ReadServer(YamlMapping root)
    {
        var document = new Section(root, _diagnostics);
        if (document.RequireSection("server") is { } server)
        {
            ReadServer(server);
        }

        document.Done();
    }

    private void ReadServer(Section server)
    {
        var name = Values.Name(server.Require("name"), _diagnostics) ?? "";
        draft.Name = name;
        server.Ignore("description");
        var image = Values.Name(server.Require("imageRef"), _diagnostics);
        var flavourName = Values.Name(server.Take("flavorRef"), _diagnostics);
        IReadOnlyList<Vnic> dataPlane = [];
        if (flavourName is null)
        {
            var flavour = ReadResources(server, name + "-flavour");
            dataPlane = flavour.Vnics;
            flavourName = flavour.Name;
            FlavourRules.Check(flavour, server.Node, _diagnostics);
            draft.Add(flavour with { Vnics = [] }, server.Node);
        }
        else
        {
            draft.UseExistingFlavour(flavourName);
        }

        if (image is not null)
        {
            draft.AddImage(new ImageReference { Name = image }, server.Node);
        }

        foreach (var vnic in dataPlane)
        {
            draft.Add(new VirtualLink { Name = vnic.VirtualLink, Origin = VirtualLinkOrigin.External }, server.Node);
        }

        var networks = server.TakeList("networks").Select(ReadNetwork).OfType<Vnic>().ToList();
        server.Done();
        draft.Add(
            new Compute
            {
                Name = name,
                FlavourName = flavourName,
                ImageName = image,
                Vnics = [.. networks, .. dataPlane],
            },
            server.Node);
    }

    private Vnic? ReadNetwork(YamlNode node)
    {
        if (Section.Open(node, _diagnostics) is not { } network)
        {
            return null;
        }

        var link = Values.Name(network.Require("uuid"), _diagnostics);
        var bandwidth = Quantities.BitsPerSecond(network.Take("bandwidth"), "Mbps", _diagnostics);
        var vnic = new Vnic
        {
            Name = Values.Name(network.Take("name"), _diagnostics) ?? link ?? "",
            Kind = Values.Choice(network.Take("type"), Types, _diagnostics) ?? VnicKind.Virtio,
            VirtualLink = link ?? "",
            GuaranteedIngressBitsPerSecond = bandwidth,
            GuaranteedEgressBitsPerSecond = bandwidth,
            MacAddress = Addresses.Mac(network.Take("mac_address"), _diagnostics),
            GuestPciAddress = Addresses.Pci(network.Take("vpci"), _diagnostics),
        };
        network.Done();
        if (link is not null)
        {
            draft.UseExistingLink(link);
        }

        return link is null ? null : vnic;
    }

    private Flavour ReadResources(Section section, string name)
    {
        var disk = Quantities.GibibytesUp(section.Take("disk"), "GiB", _diagnostics) ?? 0;
        var storage = new StorageDemand { RootDiskGibibytes = disk };
        var vcpus = Values.Integer(section.Take("vcpus"), 1, CpuList.VcpusMax, _diagnostics);
        var ram = Quantities.Mebibytes(section.Take("ram"), "MiB", _diagnostics);
        var extended = section.TakeSection("extended");
        var numas = extended?.TakeList("numas") ?? [];
        extended?.NotDeployed("processor_ranking", "it is a scale of openvim hosts that hosts here do not have");
        extended?.Refuse("devices", "extra devices of openvim are not given by the VIM", "remove 'devices'");
        extended?.Done();
        if (numas.Count > 0)
        {
            var numa = new OpenmanoNuma(_diagnostics);
            numa.Read(numas);
            return numa.ToFlavour(name, storage) with { Vnics = [.. numa.Interfaces.Select(i => i.Vnic)] };
        }

        if (vcpus is null || ram is null)
        {
            _diagnostics.Error(
                section.Node, "neither 'extended.numas' nor 'vcpus' and 'ram' say what is needed", "add one of them");
        }

        return new Flavour
        {
            Name = name,
            Cpu = new CpuDemand { VcpuCount = (int)(vcpus ?? 1) },
            Memory = new MemoryDemand { SizeMebibytes = ram ?? 1 },
            Storage = storage,
        };
    }
}
