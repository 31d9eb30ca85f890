using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;

namespace Vim.Descriptors.Heat;

/// <summary>Servers of a Heat template.</summary>
internal sealed class HeatServers(
    DeploymentDraft draft, HeatNetworks networks, HeatPorts ports, HeatFlavours flavours, HeatGroups groups)
{
    private readonly Dictionary<string, string> _computes = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal IReadOnlyDictionary<string, string> Computes => _computes;

    internal void Read(HeatResource server)
    {
        var properties = server.Properties;
        properties.Ignore(
            "diskConfig", "flavor_update_policy", "image_update_policy", "user_data_update_policy", "tags",
            "software_config_transport");
        properties.NotDeployed("key_name", "keys are given by the deployer");
        properties.NotDeployed("security_groups", "packet filters are not the infrastructure's");
        properties.NotDeployed("admin_user", "users are made by the image");
        properties.NotDeployed("admin_pass", "passwords are set by the image");
        properties.Refuse("personality", "files are not written into guests by the VIM", "put them into user_data");
        var name = Values.Name(properties.Take("name"), _diagnostics) ?? server.Id;
        var image = Values.Name(properties.Require("image"), _diagnostics);
        var flavour = flavours.NameOf(properties.Require("flavor"));
        if (image is not null)
        {
            draft.AddImage(new ImageReference { Name = image }, properties.Node);
        }

        var compute = new Compute
        {
            Name = name,
            FlavourName = flavour ?? "",
            ImageName = image,
            Vnics = ReadVnics(properties),
            Zone = Values.Name(properties.Take("availability_zone"), _diagnostics),
            UserData = ReadUserData(properties),
            ConfigDrive = Values.Boolean(properties.Take("config_drive"), _diagnostics),
            Metadata = ReadMetadata(properties.TakeSection("metadata")),
            AffinityGroups = groups.ReadHints(name, properties.TakeSection("scheduler_hints")),
        };
        properties.Done();
        _computes[server.Id] = name;
        draft.Add(compute, properties.Node);
    }

    private List<Vnic> ReadVnics(Section properties)
    {
        var vnics = new List<Vnic>();
        foreach (var node in properties.TakeList("networks"))
        {
            if (Section.Open(node, _diagnostics) is { } item && ReadVnic(item, vnics.Count) is { } vnic)
            {
                vnics.Add(vnic);
            }
        }

        return vnics;
    }

    private Vnic? ReadVnic(Section item, int index)
    {
        item.Ignore("tag");
        var port = item.Take("port");
        var network = item.Take("network") ?? item.Take("uuid");
        item.Ignore("network", "uuid");
        var fixedIp = Addresses.Ip(item.Take("fixed_ip"), _diagnostics);
        item.Done();
        if (port is not null)
        {
            return ports.Take(port);
        }

        if (network is null)
        {
            _diagnostics.Error(item.Node, "the interface names neither port nor network", "add one of them");
            return null;
        }

        return networks.LinkOf(network) is not { } link ? null : new Vnic
        {
            Name = $"net-{index}",
            Kind = VnicKind.Virtio,
            VirtualLink = link,
            IpAddresses = fixedIp is null ? [] : [fixedIp],
        };
    }

    private string? ReadUserData(Section properties)
    {
        var format = properties.Take("user_data_format");
        var text = Values.Text(properties.Take("user_data"), _diagnostics);
        if (Values.Text(format, _diagnostics)?.Trim() is not (null or "RAW" or "HEAT_CFNTOOLS"))
        {
            _diagnostics.Error(
                format!,
                $"user data of format {Section.Describe(format!)} is made by Heat",
                "write RAW");
        }

        return text;
    }

    private Dictionary<string, string> ReadMetadata(Section? section)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in section?.Node.Entries ?? [])
        {
            metadata[entry.Name] = Values.Text(entry.Value, _diagnostics) ?? "";
        }

        return metadata;
    }
}
