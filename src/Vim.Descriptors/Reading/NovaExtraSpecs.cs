using System.Globalization;
using Vim.Descriptors.Model;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Reading;

/// <summary>Nova's flavour extra specs; values and their meaning as Nova's own validators have them.</summary>
internal static class NovaExtraSpecs
{
    private static readonly Dictionary<string, Action<FlavourDraft, YamlNode>> Keys = new(StringComparer.Ordinal)
    {
        ["hw:cpu_policy"] = (d, v) => d.Policy = Values.Choice(v, Words.CpuPolicies, d.Diagnostics),
        ["hw:cpu_dedicated_mask"] = (d, v) => d.DedicatedMask = v,
        ["hw:cpu_thread_policy"] = (d, v) => d.ThreadPolicy = Values.Choice(v, Words.ThreadPolicies, d.Diagnostics),
        ["hw:emulator_threads_policy"] =
            (d, v) => d.EmulatorThreads = Values.Choice(v, Words.EmulatorPolicies, d.Diagnostics),
        ["hw:cpu_realtime"] = (d, v) => d.RealTime = Values.Boolean(v, d.Diagnostics) ?? false,
        ["hw:cpu_realtime_mask"] = (d, v) => d.RealTimeMask = v,
        ["hw:cpu_sockets"] = (d, v) => d.Topology = d.Topology with { Sockets = Count(v, d) },
        ["hw:cpu_cores"] = (d, v) => d.Topology = d.Topology with { Cores = Count(v, d) },
        ["hw:cpu_threads"] = (d, v) => d.Topology = d.Topology with { Threads = Count(v, d) },
        ["hw:cpu_max_sockets"] = (d, v) => d.Topology = d.Topology with { MaxSockets = Count(v, d) },
        ["hw:cpu_max_cores"] = (d, v) => d.Topology = d.Topology with { MaxCores = Count(v, d) },
        ["hw:cpu_max_threads"] = (d, v) => d.Topology = d.Topology with { MaxThreads = Count(v, d) },
        ["hw:mem_page_size"] = (d, v) => d.PageSize = PageSize(v, d.Diagnostics) ?? d.PageSize,
        ["hw:numa_nodes"] = ReadNumaNodes,
        ["hw:numa_mempolicy"] = ReadMemoryPolicy,
        ["hw:pci_numa_affinity_policy"] =
            (d, v) => d.PciNumaAffinity = Values.Choice(v, Words.PciAffinities, d.Diagnostics),
        ["pci_passthrough:alias"] = ReadAliases,
    };

    private static readonly HashSet<string> Quotas = new(StringComparer.Ordinal)
    {
        "cpu_shares", "cpu_period", "cpu_quota",
        "disk_read_bytes_sec", "disk_read_iops_sec", "disk_write_bytes_sec", "disk_write_iops_sec",
        "disk_total_bytes_sec", "disk_total_iops_sec",
    };

    /// <summary>Keys that are understood, for messages.</summary>
    internal static string KnownKeys =>
        string.Join(", ", Keys.Keys) + ", hw:numa_cpus.N, hw:numa_mem.N, quota:..., resources:..., trait:...";

    /// <summary>Reads a map of extra specs; every key that is not understood is an error.</summary>
    internal static void Read(YamlNode? specs, FlavourDraft draft)
    {
        foreach (var entry in (Section.Open(specs, draft.Diagnostics)?.Node.Entries) ?? [])
        {
            if (!TryRead(entry, draft))
            {
                draft.Diagnostics.Error(
                    entry.Key,
                    $"extra spec '{entry.Name}' is not understood",
                    "remove it; understood are " + KnownKeys);
            }
        }
    }

    /// <summary>Reads one extra spec; false when the key is none.</summary>
    internal static bool TryRead(YamlEntry entry, FlavourDraft draft)
    {
        if (Keys.TryGetValue(entry.Name, out var read))
        {
            read(draft, entry.Value);
            return true;
        }

        return TryNuma(entry, draft) || TryPrefixed(entry, draft);
    }

    /// <summary>small, large, any, or a size of 4 KiB to 1 GiB; a bare number is in KiB.</summary>
    internal static PageSizeDemand? PageSize(YamlNode node, Diagnostics diagnostics)
    {
        switch (Values.Text(node, diagnostics)?.Trim().ToLowerInvariant())
        {
            case null:
                return null;
            case "small":
                return PageSizeDemand.Small;
            case "large":
                return PageSizeDemand.Large;
            case "any":
                return PageSizeDemand.Any;
        }

        var kibibytes = Quantities.Kibibytes(node, "KiB", diagnostics);
        if (kibibytes is null or 4 or 64 or 2048 or 16_384 or 32_768 or 524_288 or 1_048_576)
        {
            return kibibytes is { } size ? new PageSizeDemand(PageSizeKind.Exact, size) : null;
        }

        diagnostics.Error(
            node,
            $"no host has pages of {kibibytes} KiB",
            "write small, large, any, 2MB, 1GB or another size of the CPU");
        return null;
    }

    private static int? Count(YamlNode node, FlavourDraft draft) =>
        (int?)Values.Integer(node, 1, CpuList.VcpusMax, draft.Diagnostics);

    private static void ReadNumaNodes(FlavourDraft draft, YamlNode node)
    {
        if (Values.Integer(node, 1, FlavourRules.NumaNodesMax, draft.Diagnostics) is { } count)
        {
            draft.NumaNodes = ((int)count, node);
        }
    }

    /// <summary>Older Nova had it; memory is always of the guest's NUMA nodes here, which satisfies both
    /// words.</summary>
    private static void ReadMemoryPolicy(FlavourDraft draft, YamlNode node)
    {
        var word = Values.Text(node, draft.Diagnostics)?.Trim();
        if (word is not (null or "strict" or "preferred"))
        {
            draft.Diagnostics.Error(node, $"{Section.Describe(node)} is no memory policy", "write strict or preferred");
        }
        else if (word == "preferred")
        {
            draft.Diagnostics.Note(
                node,
                "local memory is preferred; the VIM always gives memory of the guest's NUMA nodes");
        }
    }

    private static bool TryNuma(YamlEntry entry, FlavourDraft draft)
    {
        if (Index(entry.Name, "hw:numa_cpus.") is { } cpus)
        {
            draft.NumaCpus[cpus] = entry.Value;
            return true;
        }

        if (Index(entry.Name, "hw:numa_mem.") is { } memory)
        {
            if (Quantities.Mebibytes(entry.Value, "MiB", draft.Diagnostics) is { } size)
            {
                draft.NumaMemory[memory] = (size, entry.Value);
            }

            return true;
        }

        return false;
    }

    /// <summary>The NUMA node number that ends a key.</summary>
    internal static int? Index(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(key[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < FlavourRules.NumaNodesMax
            ? index
            : null;

    private static bool TryPrefixed(YamlEntry entry, FlavourDraft draft)
    {
        var colon = entry.Name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        var (prefix, name) = (entry.Name[..colon], entry.Name[(colon + 1)..]);
        switch (prefix)
        {
            case "trait" when name.Length > 0:
                ReadTrait(entry, name, draft);
                return true;
            case "resources" when name.StartsWith("CUSTOM_", StringComparison.Ordinal):
                if (Values.Integer(entry.Value, 1, 1_000_000, draft.Diagnostics) is { } amount)
                {
                    draft.Resources[name] = amount;
                }

                return true;
            case "quota" when Quotas.Contains(name):
                if (Values.Integer(entry.Value, 1, long.MaxValue, draft.Diagnostics) is { } quota)
                {
                    draft.Quotas[name] = quota;
                }

                return true;
            default:
                return false;
        }
    }

    private static void ReadTrait(YamlEntry entry, string name, FlavourDraft draft)
    {
        var word = Values.Text(entry.Value, draft.Diagnostics)?.Trim().ToLowerInvariant();
        if (word is "required" or "forbidden")
        {
            draft.Traits.Add(new TraitDemand(name, Forbidden: word == "forbidden"));
        }
        else if (word is not null)
        {
            draft.Diagnostics.Error(
                entry.Value, $"{Section.Describe(entry.Value)} is no word for a trait", "write required or forbidden");
        }
    }

    private static void ReadAliases(FlavourDraft draft, YamlNode node)
    {
        foreach (var part in Values.Text(node, draft.Diagnostics)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var colon = part.LastIndexOf(':');
            if (colon > 0
                && int.TryParse(part[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count is >= 1 and <= 64)
            {
                draft.PciDevices.Add(new PciDeviceDemand { Alias = part[..colon], Count = count });
            }
            else
            {
                draft.Diagnostics.Error(node, $"'{part}' is not alias:count", "write alias:count, count from 1 to 64");
            }
        }
    }
}
