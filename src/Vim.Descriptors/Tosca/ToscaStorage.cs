using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>Storage of SOL001: local disks of a VDU and the block storage nodes that it requires.</summary>
internal sealed class ToscaStorage(DeploymentDraft draft)
{
    private readonly Dictionary<string, VolumeDemand> _volumes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void ReadBlockStorage(ToscaNode node)
    {
        var properties = node.Properties;
        var image = new ToscaImage(draft).Read(node, properties);
        var data = properties?.RequireSection("virtual_block_storage_data");
        properties?.Ignore("description", "nfvi_maintenance_info");
        properties?.NotDeployed("per_vnfc_instance", "each instance gets a volume of its own");
        properties?.Done();
        node.OnlyRequires();
        node.Capabilities?.Ignore("virtual_storage");
        node.Capabilities?.Done();
        var size = Quantities.GibibytesUp(data?.Require("size_of_storage"), "GiB", _diagnostics);
        if (Values.Boolean(data?.Take("rdma_enabled"), _diagnostics) == true)
        {
            _diagnostics.Error(data!.Node, "storage over RDMA is not given by the VIM", "remove rdma_enabled");
        }

        foreach (var entry in data?.TakeSection("vdu_storage_requirements")?.Node.Entries ?? [])
        {
            _diagnostics.Error(entry.Key, $"storage requirement '{entry.Name}' is not understood", "remove it");
        }

        data?.Done();
        if (size is > 0)
        {
            _volumes[node.Name] = new VolumeDemand(node.Name, size.Value, "BLOCK", image);
        }
    }

    /// <summary>The first local disk is the root disk, further ones are one empty disk together.</summary>
    internal StorageDemand ReadLocal(IReadOnlyList<YamlNode> disks)
    {
        var sizes = new List<long>();
        foreach (var node in disks)
        {
            if (Section.Open(node, _diagnostics) is { } disk)
            {
                sizes.Add(Quantities.GibibytesUp(disk.Require("size_of_storage"), "GiB", _diagnostics) ?? 0);
                disk.Ignore("type_of_storage", "description");
                disk.Done();
            }
        }

        return new StorageDemand
        {
            RootDiskGibibytes = sizes.FirstOrDefault(),
            EphemeralGibibytes = sizes.Skip(1).Sum(),
        };
    }

    internal IReadOnlyList<VolumeDemand> VolumesOf(ToscaNode vdu)
    {
        var volumes = new List<VolumeDemand>();
        foreach (var (target, node) in vdu.Targets("virtual_storage", "local_storage"))
        {
            if (!_volumes.TryGetValue(target, out var volume))
            {
                _diagnostics.Error(node, $"there is no storage node '{target}'", "correct the name or add the node");
            }
            else
            {
                _used.Add(target);
                volumes.Add(volume);
            }
        }

        return volumes;
    }

    internal void Done(YamlNode templates)
    {
        foreach (var name in _volumes.Keys.Where(name => !_used.Contains(name)))
        {
            _diagnostics.Error(
                templates,
                $"storage node '{name}' is required by no VDU",
                "add a requirement or remove the node");
        }
    }
}
