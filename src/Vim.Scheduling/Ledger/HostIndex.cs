using System.Runtime.Intrinsics;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// The hosts of a zone in order of id, and in the order of each scorer that keeps one: made when a placement first asks
/// for it, kept from then on, so that what a decision costs does not grow with the zone.
/// </summary>
internal sealed class HostIndex
{
    /// <summary>Beyond it the oldest order is dropped: each costs time at every claim.</summary>
    private const int MaxOrders = 12;

    private readonly List<StandingOrder> _standing = [];
    private long _stamps;

    /// <summary>Hosts in order of id.</summary>
    public HostOrder ById { get; } = new(null);

    public int Count => ById.Count;

    public IEnumerable<HostState> Hosts
    {
        get
        {
            var walk = ById.Hosts(HostRow.NoBound);
            while (walk.Next() is { } host)
            {
                yield return host;
            }
        }
    }

    public void Add(HostState host)
    {
        Stamp(host);
        host.Row = HostRow.Of(host);
        ById.Add(host, host.Row);
        foreach (var standing in _standing)
        {
            standing.Order.Add(host, host.Row);
        }
    }

    public void Remove(HostState host)
    {
        ById.Remove(host, host.Row);
        foreach (var standing in _standing)
        {
            standing.Order.Remove(host, host.Row);
        }
    }

    /// <summary>Writes a host's row anew after anything of it changed.</summary>
    public void Update(HostState host)
    {
        Stamp(host);
        var before = host.Row;
        host.Row = HostRow.Of(host);
        if (before == host.Row)
        {
            return;
        }

        ById.Move(host, before, host.Row);
        foreach (var standing in _standing)
        {
            standing.Order.Move(host, before, host.Row);
        }
    }

    /// <summary>The hosts in the order of a scorer for one kind of request.</summary>
    public HostOrder By(IStandingScorer scorer, RequestKind kind)
    {
        for (var index = _standing.Count - 1; index >= 0; index--)
        {
            var known = _standing[index];
            if (known.Kind == kind && (ReferenceEquals(known.Scorer, scorer) || known.Scorer.Equals(scorer)))
            {
                return known.Order;
            }
        }

        return Make(scorer, kind);
    }

    /// <summary>What a scorer sees of a host.</summary>
    public static HostLoad LoadOf(HostState host, in Vector512<int> row) => new(
        new(
            HostRow.At(row, Column.FreeCpus),
            HostRow.At(row, Column.Shared),
            HostRow.At(row, Column.SmallMiB),
            HostRow.At(row, Column.HugeMiB),
            HostRow.At(row, Column.VirtualFunctions)),
        host.Shape.Capacity);

    private HostOrder Make(IStandingScorer scorer, RequestKind kind)
    {
        if (_standing.Count == MaxOrders)
        {
            _standing.RemoveAt(0);
        }

        var order = new HostOrder((host, row) => scorer.Score(LoadOf(host, row), kind));
        foreach (var host in Hosts)
        {
            order.Add(host, host.Row);
        }

        _standing.Add(new(scorer, kind, order));
        return order;
    }

    private void Stamp(HostState host) => host.Stamp = ++_stamps;

    private readonly record struct StandingOrder(IStandingScorer Scorer, RequestKind Kind, HostOrder Order);
}
