using System.Collections.Immutable;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps room for the guests that usually come: counts how many of each usual flavour a host could take less after the
/// placement, each weighed by its share of requests and the square of its CPUs (a large guest finds few other places, and
/// holds up more). To that it adds what is free of the host, so that of like losses the fullest host is taken, and lets
/// hosts with nothing on them be for as long as others fit.
/// </summary>
/// <param name="Flavours">What usually comes; empty: nothing does, and the fullest host is taken.</param>
public sealed record UsualFlavoursScorer(ImmutableArray<FlavourShare> Flavours) : IOutcomeScorer
{
    /// <summary>
    /// One lost guest of one CPU against one free CPU of its host. Measured on recorded requests between 1 and 10, where
    /// it changes little; the README says on which.
    /// </summary>
    private const int LossWeight = 3;
    private const long One = 1_000_000;
    private const long MiBPerCpu = 100 * 1024;
    private const long Idle = 1L << 58;
    private const long MostLoss = 1L << 56;

    /// <inheritdoc />
    public long Score(in Outcome outcome)
    {
        var loss = 0L;
        foreach (ref readonly var flavour in Flavours.AsSpan())
        {
            var lost = GuestsIn(outcome.Nodes, flavour, after: false) - GuestsIn(outcome.Nodes, flavour, after: true);
            loss = Math.Min(MostLoss, loss + ((long)lost * flavour.PartsPerMillion * flavour.Cpus * flavour.Cpus));
        }

        var free = outcome.Before.Free;
        var memory = free.SmallPageMiB + (long)free.HugePageMiB;
        var cpus = outcome.Request.Kind.WantsDedicatedCpus ? free.DedicatedCpus : free.FloatingVirtualCpus;
        return (LossWeight * loss) + (cpus * One) + (memory * One / MiBPerCpu) + (outcome.Before.IsIdle ? Idle : 0);
    }

    /// <inheritdoc />
    public bool Equals(UsualFlavoursScorer? other) => other is not null && Flavours.AsSpan().SequenceEqual(other.Flavours.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => Flavours.Length;

    /// <summary>
    /// The most guests that fit, each with its parts on different NUMA nodes: as many as there are parts for when no node
    /// gives more parts than there are guests.
    /// </summary>
    private static int GuestsIn(ReadOnlySpan<NodeOutcome> nodes, in FlavourShare flavour, bool after)
    {
        var most = int.MaxValue;
        while (true)
        {
            var parts = 0L;
            foreach (ref readonly var node in nodes)
            {
                parts += Math.Min(most, flavour.PartsIn(after ? node.After : node.Before));
            }

            var guests = (int)Math.Min(int.MaxValue, parts / flavour.NodeCount);
            if (flavour.NodeCount == 1 || guests == most)
            {
                return guests;
            }

            most = guests;
        }
    }
}
