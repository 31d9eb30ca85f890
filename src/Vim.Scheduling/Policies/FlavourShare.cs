using Vim.Domain.Epa;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>A shape that guests have, and how many of all requests have it.</summary>
/// <param name="PerNode">What it takes of each NUMA node that it is on; of uneven guest nodes the most.</param>
/// <param name="NodeCount">On how many NUMA nodes of one host it is, 1 to 8.</param>
/// <param name="PartsPerMillion">Its share of requests, 0 to 1,000,000.</param>
public readonly record struct FlavourShare(HostAmounts PerNode, int NodeCount, int PartsPerMillion)
{
    /// <summary>The shape of a request; a guest without a topology counts as one on a single NUMA node.</summary>
    /// <param name="requirements">Well formed (<see cref="ComputeRequirementsRules"/>).</param>
    /// <param name="partsPerMillion">Its share of requests, 0 to 1,000,000.</param>
    public static FlavourShare Of(ComputeRequirements requirements, int partsPerMillion)
    {
        var pinned = requirements.PinnedVirtualCpus;
        var emulator = requirements.EmulatorThreads == EmulatorThreadPolicy.Isolate ? 1 : 0;
        var functions = requirements.Vnics.Count(vnic => vnic.Kind.TakesVirtualFunction());
        var pages = requirements.PageSize;
        var isSmall = pages.Kind == PageSizeKind.Small
            || (pages.Kind == PageSizeKind.Exact && pages.Exact == PageSize.Small);
        var (dedicated, floating, memory, count) = (0, 0, 0, 0);
        foreach (var node in requirements.EffectiveNumaNodes)
        {
            var own = node.VirtualCpus.Intersect(pinned).Count;
            dedicated = Math.Max(dedicated, own + (count == 0 ? emulator : 0));
            floating = Math.Max(floating, node.VirtualCpus.Count - own);
            memory = Math.Max(memory, ToMiB(node.Memory.MiB));
            count++;
        }

        if (count == 0)
        {
            (floating, memory, count) = (requirements.VirtualCpuCount, ToMiB(requirements.Memory.MiB), 1);
        }

        var functionsPerNode = (functions + count - 1) / count;
        HostAmounts amounts = new(dedicated, floating, isSmall ? memory : 0, isSmall ? 0 : memory, functionsPerNode);
        return new(amounts, count, partsPerMillion);
    }

    /// <summary>CPUs of all kinds that one such guest takes.</summary>
    internal int Cpus => (PerNode.DedicatedCpus + PerNode.FloatingVirtualCpus) * NodeCount;

    /// <summary>How many parts of such a guest fit what is free of a NUMA node.</summary>
    internal int PartsIn(in HostAmounts free)
    {
        var parts = int.MaxValue;
        Limit(ref parts, free.DedicatedCpus, PerNode.DedicatedCpus);
        Limit(ref parts, free.FloatingVirtualCpus, PerNode.FloatingVirtualCpus);
        Limit(ref parts, free.SmallPageMiB, PerNode.SmallPageMiB);
        Limit(ref parts, free.HugePageMiB, PerNode.HugePageMiB);
        Limit(ref parts, free.VirtualFunctions, PerNode.VirtualFunctions);
        return parts == int.MaxValue ? 0 : parts;
    }

    /// <summary>
    /// The most guests of so many parts, each part on another NUMA node: as many as there are parts for when no node
    /// gives more parts than there are guests.
    /// </summary>
    internal static int GuestsOf(ReadOnlySpan<int> parts, int nodeCount)
    {
        var most = int.MaxValue;
        while (true)
        {
            var sum = 0L;
            foreach (var part in parts)
            {
                sum += Math.Min(most, part);
            }

            var guests = (int)Math.Min(int.MaxValue, sum / nodeCount);
            if (nodeCount == 1 || guests == most)
            {
                return guests;
            }

            most = guests;
        }
    }

    private static void Limit(ref int parts, int free, int wanted)
    {
        if (wanted > 0)
        {
            parts = Math.Min(parts, Math.Max(0, free) / wanted);
        }
    }

    private static int ToMiB(long value) => (int)Math.Min(int.MaxValue, value);
}
