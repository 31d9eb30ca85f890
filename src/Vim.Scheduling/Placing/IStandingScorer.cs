namespace Vim.Scheduling.Placing;

/// <summary>
/// A scorer for which all requests of one kind are alike. Its order then stands between requests: the ledger keeps
/// hosts sorted by it, and a decision walks down that order. Must be equal to scorers that score alike (a record is).
/// </summary>
public interface IStandingScorer : IHostScorer
{
    /// <summary>The score of a host for every request of a kind; the lowest wins.</summary>
    long Score(in HostLoad host, RequestKind kind);

    /// <inheritdoc />
    long IHostScorer.Score(in HostLoad host, in RequestLoad request) => Score(host, request.Kind);
}
