using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Scheduling.Repacking;

namespace Vim.Engine;

/// <summary>
/// Which live migrations would undo a zone's fragmentation; nothing is moved. Planned on what durable events tell at
/// the moment of asking.
/// </summary>
/// <param name="Zone">The zone.</param>
/// <param name="Goal">What the plan is to reach.</param>
/// <param name="Limits">How much it may move, and how long it is searched for.</param>
public sealed record PlanRepacking(ZoneId Zone, RepackingGoal Goal, RepackingLimits Limits) : IRequest<RepackingPlan>;

/// <summary>What a repacking is to reach: one of the records below.</summary>
public abstract record RepackingGoal
{
    private RepackingGoal()
    {
    }

    /// <summary>So many computes of a flavour more fit, all at once.</summary>
    /// <param name="Flavour">The flavour.</param>
    /// <param name="Count">1 or more.</param>
    public sealed record Room(FlavourId Flavour, int Count) : RepackingGoal;

    /// <summary>So many hosts more than now are empty.</summary>
    /// <param name="Count">1 or more.</param>
    public sealed record EmptyHosts(int Count) : RepackingGoal;
}
