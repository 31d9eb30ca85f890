using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Engine.Routing;

/// <summary>
/// Lets allocations into one affinity group choose their zone one after the other: the first member decides the zone of
/// all, and two first members at once could decide for two zones. So do members that must be in different zones. A
/// zone's own ledger needs no such help; nor is there a choice with one zone, and what opens at that moment has no host
/// yet.
/// </summary>
internal sealed class AffinityGate
{
    private const int Stripes = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    public async ValueTask<Pass> EnterAsync(ImmutableArray<GroupMembership> groups)
    {
        // In one order for all, so that two that are in several groups cannot wait for each other.
        SortedSet<int>? stripes = null;
        foreach (var group in groups)
        {
            if (group.Type == AffinityType.Affinity || group.Scope == AffinityScope.Zone)
            {
                (stripes ??= []).Add(StripeOf(group.Group));
            }
        }

        if (stripes is null)
        {
            return default;
        }

        foreach (var stripe in stripes)
        {
            await _gates[stripe].WaitAsync();
        }

        return new(_gates, [.. stripes]);
    }

    // Not string.GetHashCode, which is another in every process: the order of waits stays the same in a replay.
    private static int StripeOf(AffinityGroupId group)
    {
        var hash = 17;
        foreach (var letter in group.Value)
        {
            hash = unchecked((hash * 31) + letter);
        }

        return (hash & int.MaxValue) % Stripes;
    }

    internal readonly struct Pass(SemaphoreSlim[] gates, ImmutableArray<int> stripes) : IDisposable
    {
        public void Dispose()
        {
            if (stripes.IsDefault)
            {
                return;
            }

            foreach (var stripe in stripes)
            {
                gates[stripe].Release();
            }
        }
    }
}
