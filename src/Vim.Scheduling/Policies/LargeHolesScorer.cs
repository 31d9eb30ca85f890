using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps large holes: by how many guests of 4, 8, 16 and 32 CPUs (each with its share of the node's memory) a host
/// could take less after the placement, each counted by its size.
/// </summary>
internal sealed record LargeHolesScorer : IOutcomeScorer
{
    private const int Smallest = 4;
    private const int Largest = 32;

    public long Score(in Outcome outcome)
    {
        var lost = 0L;
        foreach (ref readonly var node in outcome.Nodes)
        {
            lost += node.IsUsed ? Holes(node.Before, node.Before) - Holes(node.After, node.Before) : 0;
        }

        return lost;
    }

    /// <inheritdoc />
    public override string ToString() => "large-holes";

    /// <summary>
    /// CPUs in holes of each size, summed; memory counts in CPUs, at the rate at which both are free now.
    /// </summary>
    private static long Holes(in HostAmounts free, in HostAmounts before)
    {
        var memory = before.HugePageMiB + (long)before.SmallPageMiB;
        var left = free.HugePageMiB + (long)free.SmallPageMiB;
        var fed = memory <= 0 ? 0 : left * before.DedicatedCpus / memory;
        var cpus = Math.Min(free.DedicatedCpus, fed);
        var holes = 0L;
        for (var size = Smallest; size <= Largest; size *= 2)
        {
            holes += cpus / size * size;
        }

        return holes;
    }
}
