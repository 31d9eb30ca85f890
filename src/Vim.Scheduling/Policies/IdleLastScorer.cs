using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Hosts with nothing claimed come after all others, so that they can be switched off; on either side the order is that
/// of another scorer.
/// </summary>
/// <param name="Then">The order on either side; scores beyond 2^59 count as 2^59.</param>
public sealed record IdleLastScorer(IStandingScorer Then) : IStandingScorer
{
    private const long Most = 1L << 59;

    /// <inheritdoc />
    public long Score(in HostLoad host, RequestKind kind) =>
        Math.Clamp(Then.Score(host, kind), -Most, Most) + (host.IsIdle ? 4 * Most : 0);

    /// <inheritdoc />
    public override string ToString() => $"{Then} idle-last";
}
