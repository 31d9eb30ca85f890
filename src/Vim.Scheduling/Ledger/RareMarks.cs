using Vim.Domain.Identity;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// For marks that hosts have (traits, aggregates), as numbers: how many hosts have each, and which they are while they
/// are few. So a request for a rare mark looks at those few and not at the zone, and a mark that most hosts have costs
/// a count. For one thread at a time.
/// </summary>
/// <param name="hosts">All hosts of the ledger.</param>
/// <param name="marksOf">The marks of a host, each once.</param>
internal sealed class RareMarks(HostIndex hosts, Func<HostState, int[]> marksOf)
{
    /// <summary>
    /// The most hosts that are few. Of 100,000 hosts in any order, one of so many is met about as soon by walking.
    /// </summary>
    public const int MaxFew = 256;

    private static readonly HashSet<HostId> Nobody = [];
    private readonly Dictionary<int, Mark> _marks = [];

    /// <summary>How many marks any host has.</summary>
    public int Count => _marks.Count;

    /// <summary>Counts a host in that is in the ledger.</summary>
    public void Add(HostState host)
    {
        foreach (var number in marksOf(host))
        {
            if (!_marks.TryGetValue(number, out var mark))
            {
                _marks.Add(number, mark = new());
            }

            mark.Count++;
            mark.Few?.Add(host.Id);
            if (mark.Count > MaxFew)
            {
                mark.Few = null;
            }
        }
    }

    /// <summary>Counts a host out, by the marks that it had when it was counted in.</summary>
    public void Remove(HostState host)
    {
        foreach (var number in marksOf(host))
        {
            var mark = _marks[number];
            mark.Few?.Remove(host.Id);
            if (--mark.Count == 0)
            {
                _marks.Remove(number);
            }
        }
    }

    /// <summary>The hosts with a mark; null where they are many. To be read only, until the ledger changes.</summary>
    public HashSet<HostId>? FewWith(int number)
    {
        if (!_marks.TryGetValue(number, out var mark))
        {
            return Nobody;
        }

        // Half of it, so that hosts that come and go at the limit are not looked for each time.
        return mark.Few ?? (mark.Count <= MaxFew / 2 ? mark.Few = Find(number) : null);
    }

    private HashSet<HostId> Find(int number) =>
        [.. hosts.Hosts.Where(host => Array.IndexOf(marksOf(host), number) >= 0).Select(host => host.Id)];

    private sealed class Mark
    {
        public int Count { get; set; }

        public HashSet<HostId>? Few { get; set; } = [];
    }
}
