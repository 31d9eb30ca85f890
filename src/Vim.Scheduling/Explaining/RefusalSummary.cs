using System.Runtime.InteropServices;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Explaining;

/// <summary>Adds up what single hosts fail on.</summary>
internal sealed class RefusalSummary(int hostCount)
{
    private readonly Dictionary<(Dimension Dimension, string Detail), Tally> _tallies = [];

    /// <summary>Counts one host that fails on all of these.</summary>
    public void Add(IReadOnlyList<Shortfall> shortfalls)
    {
        for (var index = 0; index < shortfalls.Count; index++)
        {
            var shortfall = shortfalls[index];
            ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(
                _tallies,
                (shortfall.Dimension, shortfall.Detail),
                out var known);
            tally.Wanted = shortfall.Wanted;
            tally.Unit = shortfall.Unit;
            tally.Available = known ? Math.Max(tally.Available, shortfall.Available) : shortfall.Available;
            tally.Hosts++;
            tally.Only += shortfalls.Count == 1 ? 1 : 0;
            tally.First += index == 0 ? 1 : 0;
        }
    }

    public Infeasible ToInfeasible(string hint) => new(
        hostCount,
        [.. _tallies
            .OrderByDescending(pair => pair.Value.First)
            .ThenByDescending(pair => pair.Value.Hosts)
            .ThenBy(pair => pair.Key.Dimension)
            .ThenBy(pair => pair.Key.Detail, StringComparer.Ordinal)
            .Select(pair => new DimensionShortfall(
                pair.Key.Dimension,
                pair.Value.Wanted,
                pair.Value.Available,
                pair.Value.Unit,
                pair.Value.Hosts,
                pair.Value.Only,
                pair.Key.Detail))],
        hint);

    private struct Tally
    {
        public long Wanted;
        public long Available;
        public string Unit;
        public int Hosts;
        public int Only;
        public int First;
    }
}
