using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// A policy with what usually comes, learned from what came: nothing of what is to come, and no lifetimes. One that
/// does not look at usual flavours learns nothing, and costs nothing. Mutable; for one thread at a time.
/// </summary>
public sealed class LearningPolicy
{
    private const int RefreshEvery = 32;
    private readonly FlavourMix? _mix;
    private int _learned;

    /// <summary>A policy that has seen some requests.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="before">Requests of before, the oldest first; well formed.</param>
    public LearningPolicy(PlacementPolicy policy, IEnumerable<ComputeRequirements> before)
    {
        Current = policy;
        if (policy.OutcomeScorer is not UsualFlavoursScorer scorer)
        {
            return;
        }

        _mix = new(scorer.HalfLife);
        foreach (var requirements in before)
        {
            _mix.Add(requirements);
        }

        Refresh();
    }

    /// <summary>The policy as it is to place by; follows what is learned some requests at a time.</summary>
    public PlacementPolicy Current { get; private set; }

    /// <summary>What usually comes, the commonest first; empty where the policy does not look at it.</summary>
    public ImmutableArray<FlavourShare> Usual => _mix?.Shares() ?? [];

    /// <summary>Learns of one request that was placed.</summary>
    /// <param name="requirements">Well formed.</param>
    public void Learn(ComputeRequirements requirements)
    {
        if (_mix is null)
        {
            return;
        }

        _mix.Add(requirements);
        if (++_learned % RefreshEvery == 0)
        {
            Refresh();
        }
    }

    private void Refresh() => Current = Current.For(_mix!.Shares());
}
