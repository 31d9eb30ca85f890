namespace Vim.Scheduling.Repacking;

/// <summary>How much a plan may move, and how long it may be searched for.</summary>
/// <param name="MaxMoves">Migrations of a plan, 1 to 1,000.</param>
/// <param name="MaxTries">Placements tried before the search gives up, 1 or more; some microseconds each.</param>
/// <param name="MaxTargets">Hosts tried for one compute that moves, the best by the policy first, 1 or more.</param>
public sealed record RepackingLimits(int MaxMoves, int MaxTries, int MaxTargets)
{
    /// <summary>Eight moves, 100,000 tries, eight targets.</summary>
    public static RepackingLimits Default { get; } = new(MaxMoves: 8, MaxTries: 100_000, MaxTargets: 8);
}
