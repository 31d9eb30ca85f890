using Vim.Descriptors.Model;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>tosca.nodes.nfv.Vdu.Compute: a flavour, an image and a compute (SOL001 6.8.3).</summary>
internal sealed class VduComputeReader(DeploymentDraft draft, ToscaStorage storage)
{
    private readonly Diagnostics _diagnostics = draft.Diagnostics;

    internal void Read(ToscaNode node)
    {
        var properties = node.Properties;
        var title = Values.Name(properties?.Take("name"), _diagnostics);
        properties?.Ignore("description", "configurable_properties", "monitoring_parameters", "vendor_specific_data");
        properties?.NotDeployed("boot_order", "the compute boots from its image");
        properties?.NotDeployed("inject_files", "files reach the guest through its user data only");
        var (count, watchdog) = ReadProfile(properties?.TakeSection("vdu_profile"));
        var image = new ToscaImage(draft).Read(node, properties);
        var flavour = ReadFlavour(node, watchdog);
        draft.Add(flavour, node.Section.Node);
        draft.Add(
            new Compute
            {
                Name = node.Name,
                FlavourName = flavour.Name,
                ImageName = image,
                Zone = ReadConstraints(properties),
                UserData = ReadBootData(properties),
                Metadata = Metadata(properties?.TakeSection("meta_data"), title, node.Name),
                Count = count,
            },
            node.Section.Node);
        properties?.Done();
    }

    private Flavour ReadFlavour(ToscaNode node, YamlNode? watchdog)
    {
        var flavour = new FlavourDraft(node.Name + "-flavour", node.Section.Node, _diagnostics);
        var compute = Section.Open(node.Capabilities?.Take("virtual_compute"), _diagnostics);
        node.Capabilities?.Done();
        var properties = compute?.TakeSection("properties");
        compute?.Done();
        if (properties is null)
        {
            _diagnostics.Error(
                node.Section.Node,
                "the VDU does not say what compute it needs",
                "add capabilities.virtual_compute.properties");
            return flavour.Finish();
        }

        var requirements = new EtsiRequirements(flavour);
        ReadMemorySize(properties, flavour, out var memory);
        ReadCpu(properties.RequireSection("virtual_cpu"), flavour, requirements);
        ReadMemory(memory, flavour, requirements);
        requirements.Read(properties.Take("compute_requirements"));
        foreach (var entry in properties.TakeSection("logical_node")?.Node.Entries ?? [])
        {
            requirements.ReadLogicalNode(entry.Value);
        }

        ReadCapabilities(properties, flavour);
        var local = storage.ReadLocal(properties.TakeList("virtual_local_storage"));
        flavour.Storage = local with { Volumes = storage.VolumesOf(node) };
        properties.Done();
        if (watchdog is not null)
        {
            _diagnostics.Note(watchdog, "no watchdog device is given to the guest");
        }

        return flavour.Finish();
    }

    private void ReadMemorySize(Section properties, FlavourDraft flavour, out Section? memory)
    {
        memory = properties.RequireSection("virtual_memory");
        flavour.MemoryMebibytes =
            Quantities.Mebibytes(memory?.Require("virtual_mem_size"), "MiB", _diagnostics) is { } size and > 0
                ? size
                : 1;
    }

    private void ReadCpu(Section? cpu, FlavourDraft flavour, EtsiRequirements requirements)
    {
        if (cpu is null)
        {
            return;
        }

        flavour.Vcpus = (int)(Values.Integer(cpu.Require("num_virtual_cpu"), 1, CpuList.VcpusMax, _diagnostics) ?? 1);
        var architecture = cpu.Take("cpu_architecture");
        if (Values.Text(architecture, _diagnostics) is not (null or "generic"))
        {
            flavour.Architecture = Values.Word(architecture, Words.Architectures, _diagnostics);
        }

        cpu.Refuse("virtual_cpu_clock", "a CPU clock rate cannot be promised", "remove it, or ask for a host trait");
        ReadOversubscription(cpu, "virtual_cpu_oversubscription_policy");
        if (cpu.TakeSection("virtual_cpu_pinning") is { } pinning)
        {
            ReadPinning(pinning, flavour);
        }

        requirements.Read(cpu.Take("vdu_cpu_requirements"));
        cpu.Done();
    }

    /// <summary>
    /// Both IFA policies ask for pinning: dynamic leaves the CPUs to the VIM, static gives rules. A rule of sockets,
    /// cores and threads is the guest's topology on whole cores; one of vCPUs names the host CPUs for them.
    /// </summary>
    private void ReadPinning(Section pinning, FlavourDraft flavour)
    {
        var policy =
            Values.Text(pinning.Require("virtual_cpu_pinning_policy"), _diagnostics)?.Trim().ToLowerInvariant();
        if (policy is not (null or "static" or "dynamic"))
        {
            _diagnostics.Error(
                pinning.Take("virtual_cpu_pinning_policy")!,
                $"pinning policy '{policy}' is not known",
                "write static or dynamic");
        }

        flavour.Policy = CpuPolicy.Dedicated;
        foreach (var rule in pinning.TakeList("virtual_cpu_pinning_rule"))
        {
            var words = Values.Text(rule, _diagnostics)?.Split([':', '='], StringSplitOptions.TrimEntries);
            var value = words is { Length: 2 } && int.TryParse(words[1], out var number) && number >= 1 ? number : 0;
            switch (words?[0])
            {
                case "cores" when value > 0:
                    flavour.Topology = flavour.Topology with { Cores = value };
                    break;
                case "sockets" when value > 0:
                    flavour.Topology = flavour.Topology with { Sockets = value };
                    break;
                case "threads" when value > 0:
                    flavour.Topology = flavour.Topology with { Threads = value };
                    break;
                case not null when policy == "static" && HostCpusOf(words, flavour) is { } cpus:
                    flavour.PinningRules.Add(cpus);
                    break;
                case not null:
                    _diagnostics.Error(
                        rule,
                        $"pinning rule {Section.Describe(rule)} is not understood",
                        "write sockets: N, cores: N or threads: N; with policy static also vCPUs and the host CPUs for "
                            + "them, 0-3: 8-11");
                    break;
            }
        }

        pinning.Done();
    }

    private static CpuPinningRule? HostCpusOf(string[] words, FlavourDraft flavour) =>
        words.Length == 2
        && CpuList.Parse(words[0], flavour.Vcpus) is { } vcpus
        && CpuList.Parse(words[1], CpuList.HostCpusMax) is { } hostCpus
            ? new(vcpus, hostCpus)
            : null;

    private void ReadMemory(Section? memory, FlavourDraft flavour, EtsiRequirements requirements)
    {
        if (memory is null)
        {
            return;
        }

        ReadOversubscription(memory, "virtual_mem_oversubscription_policy");
        requirements.Read(memory.Take("vdu_mem_requirements"));
        var numaEnabled = memory.Take("numa_enabled");
        if (Values.Boolean(numaEnabled, _diagnostics) == true)
        {
            flavour.NumaNodes ??= (1, numaEnabled!);
        }

        memory.Done();
    }

    private void ReadOversubscription(Section section, string key)
    {
        var node = section.Take(key);
        if (Values.Text(node, _diagnostics)?.Trim() is not (null or "" or "1:1" or "none"))
        {
            _diagnostics.Error(
                node!,
                "the ratio of oversubscription is the operator's, set on the host",
                "remove it, or ask for dedicated CPUs");
        }
    }

    private void ReadCapabilities(Section properties, FlavourDraft flavour)
    {
        foreach (var entry in properties.TakeSection("requested_additional_capabilities")?.Node.Entries ?? [])
        {
            if (Section.Open(entry.Value, _diagnostics) is not { } capability)
            {
                continue;
            }

            var name = Values.Name(capability.Require("requested_additional_capability_name"), _diagnostics);
            var mandatory = Values.Boolean(capability.Require("support_mandatory"), _diagnostics);
            capability.Ignore(
                "min_requested_additional_capability_version",
                "preferred_requested_additional_capability_version");
            capability.NotDeployed("target_performance_parameters", "a host trait has no parameters");
            capability.Done();
            if (name is not null && mandatory == true)
            {
                flavour.Traits.Add(new TraitDemand(name, Forbidden: false));
            }
            else if (name is not null)
            {
                _diagnostics.Note(
                    entry.Value,
                    $"capability '{name}' is not mandatory: hosts without it are not left out");
            }
        }
    }

    private (int Count, YamlNode? Watchdog) ReadProfile(Section? profile)
    {
        if (profile is null)
        {
            return (1, null);
        }

        var min = Values.Integer(profile.Take("min_number_of_instances"), 0, 1000, _diagnostics) ?? 1;
        var max = Values.Integer(profile.Take("max_number_of_instances"), 1, 1000, _diagnostics) ?? Math.Max(min, 1);
        if (min > max)
        {
            _diagnostics.Error(
                profile.Node,
                $"at least {min} instances and at most {max}",
                "make the minimum the smaller");
        }

        var watchdog = profile.Take("watchdog");
        profile.Done();
        return ((int)Math.Max(min, 1), Values.Text(watchdog, _diagnostics) is null or "none" ? null : watchdog);
    }

    private string? ReadConstraints(Section? properties)
    {
        if (properties?.Take("nfvi_constraints") is not YamlMapping map)
        {
            properties?.Refuse(
                "nfvi_constraints",
                "a list of constraints has no defined meaning",
                "write a map: zone: NAME");
            return null;
        }

        var constraints = new Section(map, _diagnostics);
        var zone = Values.Name(constraints.Take("zone"), _diagnostics);
        constraints.Done();
        return zone;
    }

    private string? ReadBootData(Section? properties)
    {
        var node = properties?.Take("boot_data");
        if (node is not YamlMapping)
        {
            return Values.Text(node, _diagnostics);
        }

        var boot = Section.Open(node, _diagnostics)!;
        var content = boot.RequireSection("content_or_file_data");
        boot.Refuse("vim_specific_properties", "properties of another VIM are not understood", "remove them");
        boot.Done();
        var text = Values.Text(content?.Require("content"), _diagnostics);
        content?.Refuse("source_path", "the library reads no files", "put the text into 'content'");
        content?.Ignore("destination_path");
        content?.Done();
        return text;
    }

    private Dictionary<string, string> Metadata(Section? section, string? title, string name)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in section?.Node.Entries ?? [])
        {
            metadata[entry.Name] = Values.Text(entry.Value, _diagnostics) ?? "";
        }

        if (title is not null && title != name)
        {
            metadata.TryAdd("vdu_name", title);
        }

        return metadata;
    }
}
