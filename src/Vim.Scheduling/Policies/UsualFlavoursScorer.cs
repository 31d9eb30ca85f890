using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps room for the guests that usually come: counts how many of each usual flavour a host could take less after the
/// placement, each weighed by its share of requests and the square of its CPUs (a large guest finds few other places,
/// and holds up more). To that it adds what is free of the host, so that of like losses the fullest host is taken, and
/// lets hosts with nothing on them be for as long as others fit.
/// </summary>
public sealed record UsualFlavoursScorer : IOutcomeScorer
{
    /// <summary>
    /// One lost guest of one CPU against one free CPU of its host. Measured on recorded requests between 1 and 10,
    /// where it changes little; the README says on which.
    /// </summary>
    private const int LossWeight = 3;
    private const long One = 1_000_000;
    private const long MiBPerCpu = 100 * 1024;
    private const long Idle = 1L << 58;
    private const double MostLoss = 1L << 56;

    private readonly FlavourLanes[] _lanes = [];

    /// <summary>A scorer that knows what usually comes.</summary>
    /// <param name="flavours">Empty: nothing does, and the fullest host is taken.</param>
    public UsualFlavoursScorer(ImmutableArray<FlavourShare> flavours) => Flavours = flavours;

    /// <summary>A request counts half after so many more, where nothing else is said.</summary>
    public const int DefaultHalfLife = 1_000;

    /// <summary>What usually comes.</summary>
    public ImmutableArray<FlavourShare> Flavours
    {
        get;
        init
        {
            field = value;
            _lanes =
            [
                .. value.GroupBy(flavour => flavour.NodeCount)
                    .SelectMany(alike => alike.Chunk(FlavourLanes.MaxCount))
                    .Select(flavours => new FlavourLanes(flavours)),
            ];
        }
    }

    /// <summary>After how many requests one counts half in what usually comes, 1 to 1,000,000.</summary>
    public int HalfLife { get; init; } = DefaultHalfLife;

    /// <inheritdoc />
    public long Score(in Outcome outcome)
    {
        var free = outcome.Before.Free;
        var memory = Math.Max(0, free.SmallPageMiB + (long)free.HugePageMiB);
        return LossOn(outcome.Nodes)
            + CpusOf(free, outcome.Request.Kind)
            + (memory * One / MiBPerCpu)
            + IdleOf(outcome.Before);
    }

    /// <summary>
    /// A host that has more can take more guests: at least as many as what the request takes has room for.
    /// </summary>
    public long LeastLoss(ReadOnlySpan<NodeOutcome> exact) => LossOn(exact);

    /// <summary>Where the order is that of free CPUs, no later host has fewer.</summary>
    public long LeastFrom(in HostLoad host, RequestKind kind, IHostScorer order) => order switch
    {
        FreeScorer by when by == FreeScorer.Least => CpusOf(host.Free, kind),
        IdleLastScorer { Then: FreeScorer by } when by == FreeScorer.Least => CpusOf(host.Free, kind) + IdleOf(host),
        _ => long.MinValue,
    };

    /// <inheritdoc />
    public bool Equals(UsualFlavoursScorer? other) =>
        other is not null && HalfLife == other.HalfLife && Flavours.AsSpan().SequenceEqual(other.Flavours.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => Flavours.Length;

    /// <inheritdoc />
    public override string ToString() => "usual-flavours";

    private long LossOn(ReadOnlySpan<NodeOutcome> nodes)
    {
        var loss = Vector512<double>.Zero;
        foreach (var lanes in _lanes)
        {
            loss += lanes.LossOn(nodes);
        }

        return LossWeight * (long)Math.Min(MostLoss, Vector512.Sum(loss));
    }

    private static long CpusOf(in HostAmounts free, RequestKind kind) =>
        (kind.WantsDedicatedCpus ? free.DedicatedCpus : free.FloatingVirtualCpus) * One;

    private static long IdleOf(in HostLoad host) => host.IsIdle ? Idle : 0;
}
