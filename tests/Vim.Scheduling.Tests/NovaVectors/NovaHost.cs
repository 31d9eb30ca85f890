using System.Text.Json;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Recorded host cells as an inventory, and their usage as claims. Nova's older hosts (vcpu_pin_set) give the same
/// CPUs to shared and to dedicated guests; here a CPU is of one kind, so such a host is given in the kind that the
/// guest at hand wants, and a mixed guest finds nothing on it.
/// </summary>
internal sealed class NovaHost
{
    public const string Id = "nova";
    private const int FirstHidden = 1024;
    private readonly JsonElement[] _cells;
    private readonly bool _shared;

    /// <param name="cells">The host's cells.</param>
    /// <param name="wantsShared">Whether the guest at hand has no dedicated vCPU.</param>
    public NovaHost(IEnumerable<JsonElement> cells, bool wantsShared)
    {
        _cells = [.. cells];
        IsLegacy = _cells.All(cell => cell.Ints("cpuset").SequenceEqual(cell.Ints("pcpuset")));
        _shared = IsLegacy && wantsShared;
    }

    public bool IsLegacy { get; }

    public HostInventory Inventory(JsonElement? limits) => new()
    {
        Id = new(Id),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        // Nova asks nothing of a host for real-time vCPUs.
        Traits = [ComputeRequirements.RealTimeTrait],
        Cpus = [.. _cells.SelectMany(CpusOf)],
        NumaNodes = [.. _cells.Select(NodeOf)],
        ReservedCpus = CpuSet.Of(_cells.SelectMany(CpusOf).Select(cpu => cpu.Id).Where(cpu => cpu >= FirstHidden)),
        SharedCpus = IsLegacy && !_shared ? CpuSet.Empty : CpuSet.Of(_cells.SelectMany(cell => cell.Ints("cpuset"))),
        SharedCpuRatio = limits?.GetProperty("cpu_allocation_ratio").GetDouble() ?? HostInventoryRules.MaxRatio,
        SmallPageRatio = limits?.GetProperty("ram_allocation_ratio").GetDouble() ?? HostInventoryRules.MaxRatio,
    };

    /// <summary>What is in use, as one claim.</summary>
    public HostPlacement Usage()
    {
        var nodes = _cells.SelectMany(UsageOf).ToArray();
        var pinned = _shared ? [] : _cells.SelectMany(cell => cell.Ints("pinned_cpus")).Order().ToArray();
        return new()
        {
            Host = new(Id),
            Nodes = [.. nodes],
            Pins = [.. pinned.Select((cpu, index) => new VirtualCpuPin(index, cpu))],
            FloatingVirtualCpuCount = nodes.Sum(node => node.FloatingVirtualCpuCount),
        };
    }

    /// <summary>
    /// Nova does not tell the CPUs that a host keeps for itself: a core with fewer threads than others has its missing
    /// siblings there.
    /// </summary>
    private IEnumerable<CpuThread> CpusOf(JsonElement cell)
    {
        // A socket that the host does not tell is taken for one of its own.
        var socket = cell.Find("socket")?.GetInt32() ?? 1000 + cell.GetProperty("id").GetInt32();
        var cores = cell.GetProperty("siblings").EnumerateArray()
            .Select(core => core.EnumerateArray().Select(cpu => cpu.GetInt32()).ToArray())
            .ToArray();
        var threads = cores.Max(core => core.Length);
        return cores.SelectMany(core => core
            .Concat(Enumerable.Range(1, threads - core.Length).Select(hidden => FirstHidden + (core[0] * 8) + hidden))
            .Select(cpu => new CpuThread(cpu, socket, 0, core[0])));
    }

    private NumaNode NodeOf(JsonElement cell)
    {
        var pages = cell.Items("mempages").ToArray();
        var reserved = pages.Where(IsSmall).Sum(page => page.GetProperty("reserved").GetInt64());
        return new()
        {
            Id = cell.GetProperty("id").GetInt32(),
            Cpus = CpuSet.Of(CpusOf(cell).Select(cpu => cpu.Id)),
            Memory = MemorySize.FromMiB(cell.GetProperty("memory_mb").GetInt64()),
            ReservedMemory = PageSize.Small.Times(reserved),
            HugePages = [.. pages.Where(page => !IsSmall(page)).Select(page => new HugePagePool(
                SizeOf(page), page.GetProperty("total").GetInt64(), page.GetProperty("reserved").GetInt64()))],
        };
    }

    private IEnumerable<GuestNodePlacement> UsageOf(JsonElement cell)
    {
        var id = cell.GetProperty("id").GetInt32();
        var pages = cell.Items("mempages").ToArray();
        var usage = MemorySize.FromMiB(cell.GetProperty("memory_usage_mb").GetInt64());
        var counted = pages.Length > 0
            ? pages.Select(page => (Size: SizeOf(page), Used: page.GetProperty("used").GetInt64()))
            : [(PageSize.Small, usage.PagesOf(PageSize.Small))];
        var floating = IsLegacy && !_shared ? 0 : cell.GetProperty("cpu_usage").GetInt32();
        foreach (var (size, used) in counted)
        {
            yield return new(0, id, size, used, floating);
            floating = 0;
        }
    }

    private static bool IsSmall(JsonElement page) => SizeOf(page) == PageSize.Small;

    private static PageSize SizeOf(JsonElement page) => new(page.GetProperty("size_kb").GetInt64() << 10);
}
