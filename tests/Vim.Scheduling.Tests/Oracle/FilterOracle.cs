using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>What the filters of a policy mean, by the public face of a host alone.</summary>
internal static class FilterOracle
{
    public static bool Allows(IHostFilter filter, HostCapacity host, PlacementRequest request) => filter switch
    {
        MaxComputesFilter most => host.ClaimCount + host.HeldCount < most.Most,
        ReserveTraitFilter reserve =>
            !host.Inventory.Traits.Contains(reserve.Trait) || request.Requirements.HostTraits.Contains(reserve.Trait),
        ReserveAggregateFilter reserve =>
            !host.Aggregates.Contains(reserve.Aggregate) || request.InAggregates.Contains(reserve.Aggregate),
        KeepFreeFilter keep => KeepsFree(keep, host, request.Requirements),
        _ => throw new ArgumentException($"no oracle for {filter}", nameof(filter)),
    };

    private static bool KeepsFree(KeepFreeFilter keep, HostCapacity host, ComputeRequirements wanted)
    {
        var floating = wanted.VirtualCpuCount - wanted.PinnedVirtualCpus.Count;
        var functions = wanted.Vnics.Count(vnic => vnic.Kind is VnicKind.SriovVf or VnicKind.Macvtap or VnicKind.Vdpa);
        var (freeMiB, allMiB) = MemoryOf(host, wanted);
        return IsLeft(
                keep.Cpus,
                host.Nodes.Sum(node => node.FreeDedicatedCpus.Count),
                CpusOf(host.Inventory, wanted),
                host.Inventory.DedicatedCpus.Count)
            && IsLeft(keep.Cpus, host.FreeFloatingVirtualCpus, floating, host.FloatingVirtualCpuCapacity)
            && IsLeft(keep.Memory, freeMiB, WantedMiB(wanted), allMiB)
            && IsLeft(
                keep.VirtualFunctions,
                host.PhysicalFunctions.Sum(function => function.FreeVirtualFunctions),
                functions,
                host.PhysicalFunctions.Sum(function => function.VirtualFunctionCapacity));
    }

    private static bool IsLeft(KeptAmount kept, long free, long wanted, long all) =>
        wanted == 0 || kept.Amount == 0
        || (kept.IsPercent ? 100 * (free - wanted) >= kept.Amount * all : free - wanted >= kept.Amount);

    private static long CpusOf(HostInventory host, ComputeRequirements wanted)
    {
        var threads = host.Cpus.GroupBy(cpu => (cpu.SocketId, cpu.DieId, cpu.CoreId)).Min(core => core.Count());
        return wanted.EffectiveNumaNodes.Select((node, index) =>
        {
            var own = node.VirtualCpus.Intersect(wanted.PinnedVirtualCpus).Count
                + (index == 0 && wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate ? 1 : 0);
            return wanted.ThreadPolicy switch
            {
                CpuThreadPolicy.Isolate => own * threads,
                CpuThreadPolicy.Require => (long)Math.Ceiling((double)own / threads) * threads,
                _ => own,
            };
        }).Sum();
    }

    private static bool IsSmall(ComputeRequirements wanted) => wanted.EffectiveNumaNodes.IsEmpty
        || wanted.PageSize.Kind == PageSizeKind.Small
        || (wanted.PageSize.Kind == PageSizeKind.Exact && wanted.PageSize.Exact == PageSize.Small);

    private static long WantedMiB(ComputeRequirements wanted)
    {
        var page = wanted.PageSize.Kind == PageSizeKind.Exact && !wanted.EffectiveNumaNodes.IsEmpty
            ? wanted.PageSize.Exact
            : PageSize.Small;
        var parts = wanted.EffectiveNumaNodes.IsEmpty
            ? [wanted.Memory]
            : wanted.EffectiveNumaNodes.Select(node => node.Memory);
        var bytes = parts.Sum(part => part.PagesOf(page) * page.Bytes);
        return (long)Math.Ceiling(bytes / 1048576.0);
    }

    private static (long Free, long All) MemoryOf(HostCapacity host, ComputeRequirements wanted)
    {
        var small = (Free: host.FreeSmallPageMemory.Bytes >> 20, All: host.SmallPageCapacity.MiB);
        var pools = host.Nodes.SelectMany(node => node.HugePages).ToList();
        var huge = (
            Free: pools.Sum(pool => Math.Max(0, pool.Free) * pool.Size.Bytes) >> 20,
            All: pools.Sum(pool => pool.Capacity * pool.Size.Bytes) >> 20);
        return IsSmall(wanted) ? small
            : wanted.PageSize.Kind == PageSizeKind.Any ? (small.Free + huge.Free, small.All + huge.All)
            : huge;
    }
}
