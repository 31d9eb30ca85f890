namespace Vim.Scheduling.Placing;

/// <summary>Orders what hosts would look like with the request on them. Pure.</summary>
public interface IOutcomeScorer
{
    /// <summary>The score of one outcome; the lowest wins.</summary>
    long Score(in Outcome outcome);

    /// <summary>
    /// What placing a request adds to its score on any host, at least: with <see cref="LeastFrom"/> it tells where a
    /// walk over hosts may end.
    /// </summary>
    /// <param name="exact">A host that has just what the request surely takes, by guest NUMA node.</param>
    long LeastLoss(ReadOnlySpan<NodeOutcome> exact) => 0;

    /// <summary>
    /// The least score, less what <see cref="LeastLoss"/> counts, on a host and on all that come after it in an order;
    /// <see cref="long.MinValue"/> where it cannot tell.
    /// </summary>
    long LeastFrom(in HostLoad host, RequestKind kind, IHostScorer order) => long.MinValue;
}
