using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>VDUs of Tacker and their `nfv_compute` demands.</summary>
internal sealed class TackerCompute(DeploymentDraft draft)
{
    /// <summary>Tacker's words for what dedicated vCPUs do with siblings.</summary>
    private static readonly Dictionary<string, CpuThreadPolicy> Threads = new(StringComparer.Ordinal)
    {
        ["prefer"] = CpuThreadPolicy.Prefer,
        ["isolate"] = CpuThreadPolicy.Isolate,
        ["require"] = CpuThreadPolicy.Require,
    };

    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(ToscaNode node)
    {
        var properties = node.Properties;
        properties?.Ignore("name", "description", "mgmt_driver", "user_data_format");
        properties?.NotDeployed("config", "it is given to the VNF by its manager");
        properties?.NotDeployed("monitoring_policy", "it is the VNF manager's");
        properties?.NotDeployed("key_name", "keys are given by the deployer");
        var image = Values.Name(properties?.Take("image"), _diagnostics);
        foreach (var entry in node.Artifacts?.Node.Entries ?? [])
        {
            if (entry.Value is YamlMapping artifact && Values.Name(artifact.Find("file"), _diagnostics) is { } file)
            {
                image ??= ImageNames.FromPath(file);
            }
        }

        if (image is not null)
        {
            draft.AddImage(new ImageReference { Name = image }, node.Section.Node);
        }

        var compute = new Compute
        {
            Name = node.Name,
            FlavourName = ReadFlavour(node, properties),
            ImageName = image,
            Zone = Values.Name(properties?.Take("availability_zone"), _diagnostics),
            UserData = Values.Text(properties?.Take("user_data"), _diagnostics),
            ConfigDrive = Values.Boolean(properties?.Take("config_drive"), _diagnostics),
        };
        properties?.Done();
        node.OnlyRequires();
        draft.Add(compute, node.Section.Node);
    }

    internal Flavour ReadFlavour(string name, Section demands)
    {
        var flavour = new FlavourDraft(name, demands.Node, _diagnostics)
        {
            Vcpus = (int)(Values.Integer(demands.Require("num_cpus"), 1, CpuList.VcpusMax, _diagnostics) ?? 1),
            MemoryMebibytes =
                Quantities.Mebibytes(demands.Require("mem_size"), "MiB", _diagnostics) is { } size and > 0 ? size : 1,
            Storage = new StorageDemand
            {
                RootDiskGibibytes = Quantities.GibibytesUp(demands.Take("disk_size"), "GiB", _diagnostics) ?? 0,
            },
        };
        if (demands.Take("mem_page_size") is { } pages)
        {
            flavour.PageSize = NovaExtraSpecs.PageSize(pages, _diagnostics) ?? flavour.PageSize;
        }

        ReadAllocation(demands.TakeSection("cpu_allocation"), flavour);
        var count = demands.Take("numa_node_count");
        if (Values.Integer(count, 1, FlavourRules.NumaNodesMax, _diagnostics) is { } nodes)
        {
            flavour.NumaNodes = ((int)nodes, count!);
        }

        ReadNumaNodes(demands.TakeSection("numa_nodes"), flavour);
        demands.Done();
        return flavour.Finish();
    }

    private string ReadFlavour(ToscaNode node, Section? properties)
    {
        var existing = Values.Name(properties?.Take("flavor"), _diagnostics);
        var capability = node.Capabilities?.TakeSection("nfv_compute");
        node.Capabilities?.Done();
        var demands = capability?.TakeSection("properties");
        capability?.Done();
        if (existing is not null && demands is null)
        {
            draft.UseExistingFlavour(existing);
            return existing;
        }

        var name = node.Name + "-flavour";
        if (demands is null || existing is not null)
        {
            _diagnostics.Error(
                node.Section.Node,
                demands is null
                    ? "the VDU does not say what compute it needs"
                    : "the VDU names a flavor and demands of its own",
                "give either 'flavor' or capabilities.nfv_compute.properties");
            return name;
        }

        draft.Add(ReadFlavour(name, demands), node.Section.Node);
        return name;
    }

    private void ReadAllocation(Section? allocation, FlavourDraft flavour)
    {
        if (allocation is null)
        {
            return;
        }

        flavour.Policy = Values.Choice(allocation.Take("cpu_affinity"), Words.CpuPolicies, _diagnostics);
        flavour.ThreadPolicy = Values.Choice(allocation.Take("thread_allocation"), Threads, _diagnostics);
        int? Count(string key) => (int?)Values.Integer(allocation.Take(key), 1, CpuList.VcpusMax, _diagnostics);
        flavour.Topology = new GuestCpuTopology(Count("socket_count"), Count("core_count"), Count("thread_count"));
        allocation.Done();
    }

    private void ReadNumaNodes(Section? nodes, FlavourDraft flavour)
    {
        foreach (var entry in nodes?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is not { } node)
            {
                continue;
            }

            var id = (int?)Values.Integer(node.Require("id"), 0, FlavourRules.NumaNodesMax - 1, _diagnostics);
            var vcpus = node.Require("vcpus");
            var memory = Quantities.Mebibytes(node.Require("mem_size"), "MiB", _diagnostics);
            node.Done();
            if (id is { } index && vcpus is not null && memory is { } size)
            {
                if (!flavour.NumaCpus.TryAdd(index, vcpus))
                {
                    _diagnostics.Error(entry.Value, $"a second NUMA node has id {index}", "give each an id of its own");
                }

                flavour.NumaMemory[index] = (size, entry.Value);
            }
        }
    }
}
