using System.Collections.Immutable;
using Vim.Domain.Topology;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps room for the guests that usually come: counts how many of each usual flavour a host could take less after the
/// placement, each weighed by its share of requests and the square of its CPUs (a large guest finds few other places,
/// and holds up more). To that it adds what is free of the host, so that of like losses the fullest host is taken, and
/// lets hosts with nothing on them be for as long as others fit.
/// </summary>
/// <param name="Flavours">What usually comes; empty: nothing does, and the fullest host is taken.</param>
public sealed record UsualFlavoursScorer(ImmutableArray<FlavourShare> Flavours) : IOutcomeScorer
{
    /// <summary>
    /// One lost guest of one CPU against one free CPU of its host. Measured on recorded requests between 1 and 10,
    /// where it changes little; the README says on which.
    /// </summary>
    private const int LossWeight = 3;
    private const long One = 1_000_000;
    private const long MiBPerCpu = 100 * 1024;
    private const long Idle = 1L << 58;
    private const long MostLoss = 1L << 56;

    /// <summary>A request counts half after so many more, where nothing else is said.</summary>
    public const int DefaultHalfLife = 1_000;

    /// <summary>After how many requests one counts half in what usually comes, 1 to 1,000,000.</summary>
    public int HalfLife { get; init; } = DefaultHalfLife;

    /// <inheritdoc />
    public long Score(in Outcome outcome)
    {
        var loss = 0L;
        foreach (ref readonly var flavour in Flavours.AsSpan())
        {
            var weight = (long)flavour.PartsPerMillion * flavour.Cpus * flavour.Cpus;
            loss = Math.Min(MostLoss, loss + (weight * GuestsLost(outcome.Nodes, flavour)));
        }

        var free = outcome.Before.Free;
        var memory = free.SmallPageMiB + (long)free.HugePageMiB;
        var cpus = outcome.Request.Kind.WantsDedicatedCpus ? free.DedicatedCpus : free.FloatingVirtualCpus;
        return (LossWeight * loss) + (cpus * One) + (memory * One / MiBPerCpu) + (outcome.Before.IsIdle ? Idle : 0);
    }

    /// <inheritdoc />
    public bool Equals(UsualFlavoursScorer? other) =>
        other is not null && HalfLife == other.HalfLife && Flavours.AsSpan().SequenceEqual(other.Flavours.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => Flavours.Length;

    /// <inheritdoc />
    public override string ToString() => "usual-flavours";

    private static int GuestsLost(ReadOnlySpan<NodeOutcome> nodes, in FlavourShare flavour)
    {
        Span<int> parts = stackalloc int[HostInventoryRules.MaxNumaNodes];
        parts = parts[..nodes.Length];
        for (var node = 0; node < nodes.Length; node++)
        {
            parts[node] = flavour.PartsIn(nodes[node].Before);
        }

        var before = FlavourShare.GuestsOf(parts, flavour.NodeCount);
        for (var node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].After != nodes[node].Before)
            {
                parts[node] = flavour.PartsIn(nodes[node].After);
            }
        }

        return before - FlavourShare.GuestsOf(parts, flavour.NodeCount);
    }
}
