using System.Collections.Immutable;
using System.Text.Json;
using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Requests;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>A recorded flavour, with or without an image, through the metadata table.</summary>
internal sealed class NovaFlavour
{
    public NovaFlavour(JsonElement flavour, JsonElement? image)
    {
        var source = new MetadataSource
        {
            VirtualCpuCount = flavour.GetProperty("vcpus").GetInt32(),
            Memory = MemorySize.FromMiB(flavour.GetProperty("memory_mb").GetInt64()),
            Flavour = Entries(flavour.GetProperty("extra_specs")),
            Image = image is { } properties ? Entries(properties) : [],
        };
        Reading = FlavourMetadata.Read(source);
        Requirements =
            Reading.Parts.ApplyTo(new() { VirtualCpuCount = source.VirtualCpuCount, Memory = source.Memory });
        HasPageSize = Reading.Parts.PageSize is not null;
    }

    public MetadataReading Reading { get; }

    public ComputeRequirements Requirements { get; }

    public bool HasPageSize { get; }

    /// <summary>Everything refused: by the table, or by the rules of requirements.</summary>
    public IReadOnlyList<string> Refusals =>
    [
        .. Reading.Refusals.Select(refusal => refusal.ToString()),
        .. Reading.Refusals.IsEmpty
            ? ComputeRequirementsRules.Check(Requirements).Select(violation => violation.ToString())
            : [],
    ];

    /// <summary>
    /// In what the guest's cells, as Nova made them, are not those of the requirements; null where they are.
    /// </summary>
    public string? Compare(IEnumerable<JsonElement> cells)
    {
        var recorded = cells.ToArray();
        var nodes = Requirements.EffectiveNumaNodes;
        if (recorded.Length != nodes.Length)
        {
            return $"{nodes.Length} guest NUMA nodes, Nova has {recorded.Length}";
        }

        for (var index = 0; index < recorded.Length; index++)
        {
            var pinned = CpuSet.Of(recorded[index].Ints("pcpuset"));
            var floating = CpuSet.Of(recorded[index].Ints("cpuset"));
            var mine = nodes[index];
            var same = mine.VirtualCpus.Equals(pinned.Union(floating))
                && mine.VirtualCpus.Intersect(Requirements.PinnedVirtualCpus).Equals(pinned)
                && mine.Memory.MiB == recorded[index].GetProperty("memory_mb").GetInt64()
                && PolicyOf(recorded[index]) == Requirements.CpuPolicy
                && ThreadsOf(recorded[index]) == Requirements.ThreadPolicy
                && PageSizeOf(recorded[index]) == Requirements.PageSize;
            if (!same)
            {
                return $"guest NUMA node {index} is {mine}, Nova has {recorded[index]}";
            }
        }

        return null;
    }

    private static CpuPolicy PolicyOf(JsonElement cell) => cell.Find("cpu_policy")?.GetString() switch
    {
        "dedicated" => CpuPolicy.Dedicated,
        "mixed" => CpuPolicy.Mixed,
        _ => CpuPolicy.Shared,
    };

    private static CpuThreadPolicy ThreadsOf(JsonElement cell) => cell.Find("cpu_thread_policy")?.GetString() switch
    {
        "isolate" => CpuThreadPolicy.Isolate,
        "require" => CpuThreadPolicy.Require,
        _ => CpuThreadPolicy.Prefer,
    };

    private static PageSizeRequest PageSizeOf(JsonElement cell) => cell.Find("pagesize")?.GetInt64() switch
    {
        null or -1 => PageSizeRequest.Small,
        -2 => PageSizeRequest.Large,
        -3 => PageSizeRequest.Any,
        var kibibytes => PageSizeRequest.Of(new PageSize(kibibytes.Value << 10)),
    };

    private static ImmutableArray<MetadataEntry> Entries(JsonElement map) =>
        [.. map.EnumerateObject().Select(pair => new MetadataEntry(pair.Name, pair.Value.ToString()))];
}
