using Vim.Domain.Placement;

namespace Vim.Scheduling.Explaining;

/// <summary>Adds up what single hosts fail on.</summary>
internal sealed class RefusalSummary
{
    private readonly List<Tally> _tallies = [];
    private int _hosts;

    /// <summary>Counts one host.</summary>
    public void Add(Findings findings)
    {
        _hosts++;
        while (_tallies.Count < findings.StatementCount)
        {
            _tallies.Add(new() { Available = long.MinValue });
        }

        for (var index = 0; index < findings.Count; index++)
        {
            var (statement, available) = findings.Found[index];
            var tally = _tallies[statement];
            tally.Available = Math.Max(tally.Available, available);
            tally.Hosts++;
            tally.Only += findings.Count == 1 ? 1 : 0;
            tally.First += index == 0 ? 1 : 0;
        }
    }

    /// <summary>What most hosts fail on first comes first.</summary>
    public Infeasible ToInfeasible(Findings findings, string hint) => new(
        _hosts,
        [.. _tallies
            .Select((tally, statement) => (Tally: tally, Statement: findings[statement]))
            .Where(item => item.Tally.Hosts > 0)
            .OrderByDescending(item => item.Tally.First)
            .ThenByDescending(item => item.Tally.Hosts)
            .ThenBy(item => item.Statement.Dimension)
            .ThenBy(item => item.Statement.Detail, StringComparer.Ordinal)
            .Select(item => item.Tally.Tell(item.Statement))],
        hint);

    private sealed class Tally
    {
        public long Available { get; set; }

        public int Hosts { get; set; }

        public int Only { get; set; }

        public int First { get; set; }

        public DimensionShortfall Tell(in Statement statement) => statement.Tell(Available, Hosts, First, Only);
    }
}
