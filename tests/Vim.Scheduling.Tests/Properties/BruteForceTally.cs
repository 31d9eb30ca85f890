using Vim.Domain.Placement;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>What the cases of a run were like, to see that they are of many kinds.</summary>
internal sealed class BruteForceTally
{
    public int Cases { get; set; }

    public long Hosts { get; set; }

    public long Claims { get; set; }

    public int Feasible { get; set; }

    /// <summary>Placed with functions that are remote though local is preferred.</summary>
    public int WithRemote { get; set; }

    /// <summary>Placed on NUMA nodes with a distance between them.</summary>
    public int WithDistance { get; set; }

    /// <summary>Guest cores placed on siblings by preference.</summary>
    public int Siblings { get; set; }

    /// <summary>Placed, with soft groups.</summary>
    public int WithWishes { get; set; }

    /// <summary>Placed, with groups or computes of socket scope that bind.</summary>
    public int OnSockets { get; set; }

    /// <summary>Places looked at that groups by socket are broken by.</summary>
    public int OffSockets { get; set; }

    /// <summary>Refused for want of room on sockets, though hosts as wholes had room.</summary>
    public int SocketRefusals { get; set; }

    /// <summary>Cases refused, by dimension that was named.</summary>
    public SortedDictionary<Dimension, int> Refused { get; } = [];

    public void Count(Infeasible refusal)
    {
        SocketRefusals += refusal.Shortfalls.Any(item => item.Detail.EndsWith(" leave", StringComparison.Ordinal)
            || item.Detail.EndsWith(" leaves", StringComparison.Ordinal)) ? 1 : 0;
        foreach (var dimension in refusal.Shortfalls.Select(item => item.Dimension).Distinct())
        {
            Refused[dimension] = Refused.GetValueOrDefault(dimension) + 1;
        }
    }

    public void Add(BruteForceTally other)
    {
        Cases += other.Cases;
        Hosts += other.Hosts;
        Claims += other.Claims;
        Feasible += other.Feasible;
        WithRemote += other.WithRemote;
        WithDistance += other.WithDistance;
        Siblings += other.Siblings;
        WithWishes += other.WithWishes;
        OnSockets += other.OnSockets;
        OffSockets += other.OffSockets;
        SocketRefusals += other.SocketRefusals;
        foreach (var (dimension, count) in other.Refused)
        {
            Refused[dimension] = Refused.GetValueOrDefault(dimension) + count;
        }
    }

    public override string ToString() =>
        $"{Cases} cases, {Hosts} hosts, {Claims} claims: {Feasible} feasible, {WithRemote} with remote functions, "
        + $"{WithDistance} with distances, {WithWishes} with soft groups, {OnSockets} by socket; "
        + $"{SocketRefusals} refused on sockets; refused by "
        + string.Join(", ", Refused.Select(pair => $"{pair.Key} {pair.Value}"));
}
