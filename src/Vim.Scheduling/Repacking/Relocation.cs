using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Finds the cheapest moves that reach one target: room for a request on some host, or hosts without computes.
///
/// Whoever must leave goes straight to another host where one has room; else room is made there first, by the same
/// search one step deeper. Depth first with undo, and a bound: what costs as much as the best plan found is not looked
/// at further. Complete within the limits, but for this: nobody moves twice, and nobody moves only to be nearer to
/// another.
/// </summary>
internal sealed class Relocation(Workspace space, IReadOnlyList<HostId> hosts)
{
    /// <summary>So many leave in every order; of more, the largest first.</summary>
    private const int MaxOrdered = 3;

    /// <summary>Chains are looked for over so many times the targets of one compute.</summary>
    private const int ChainHosts = 4;

    private readonly HashSet<ComputeId> _leaving = [];
    private long _best;
    private ImmutableArray<Move>? _found;

    /// <summary>The cheapest moves after which the request fits; null where none were found.</summary>
    /// <param name="request">It fits nowhere now.</param>
    public ImmutableArray<Move>? MakeRoom(PlacementRequest request)
    {
        Begin(long.MaxValue);
        var departures = new Departures(space.MovesLeft);
        Open(departures, hosts, request);
        while (NextEnough(departures, request, space.Cost) is { } departure)
        {
            if (Try(departure.Leaving, () => space.FindOn(request, departure.Host) is not null))
            {
                break;
            }
        }

        return _found;
    }

    /// <summary>
    /// The cheapest moves that empty hosts; null where none were found or none cost less than the limit.
    /// </summary>
    /// <param name="emptied">Nothing may move to them (<see cref="Workspace.Closed"/>).</param>
    /// <param name="limit">Bytes.</param>
    public ImmutableArray<Move>? Empty(IEnumerable<HostId> emptied, long limit)
    {
        Begin(limit);
        Try([.. emptied.SelectMany(space.MovableOn)], () => true);
        return _found;
    }

    private void Begin(long limit)
    {
        _best = limit;
        _found = null;
    }

    /// <summary>Relocates a set, keeps the moves when they are the cheapest, and undoes them.</summary>
    /// <returns>Whether nothing can be cheaper for this set: everybody went straight to another host.</returns>
    private bool Try(ImmutableArray<Resident> leaving, Func<bool> holds)
    {
        var before = space.Moves.Count;
        var least = space.Cost + CostOf(leaving);
        var isLeast = Relocate(
            [.. leaving.OrderByDescending(resident => resident.Memory)],
            () =>
            {
                if (space.Cost >= _best || !holds())
                {
                    return false;
                }

                _best = space.Cost;
                _found = [.. space.Moves.Skip(before)];
                return space.Cost == least;
            });
        space.UndoTo(before);
        return isLeast;
    }

    /// <summary>Moves all of them; then goes on. Whatever it did is undone by the caller.</summary>
    private bool Relocate(ImmutableArray<Resident> leaving, Func<bool> then)
    {
        if (leaving.IsEmpty)
        {
            return then();
        }

        if (space.IsEnded || space.MovesLeft < leaving.Length || space.Cost + CostOf(leaving) >= _best)
        {
            return false;
        }

        var firsts = leaving.Length <= MaxOrdered ? leaving.Length : 1;
        for (var first = 0; first < firsts; first++)
        {
            if (Straight(leaving[first], leaving.RemoveAt(first), then))
            {
                return true;
            }
        }

        for (var first = 0; first < firsts && space.MovesLeft > leaving.Length; first++)
        {
            if (Chained(leaving[first], leaving.RemoveAt(first), then))
            {
                return true;
            }
        }

        return false;
    }

    private bool Straight(Resident resident, ImmutableArray<Resident> others, Func<bool> then)
    {
        foreach (var target in space.TargetsOf(resident))
        {
            space.Do(resident, target);
            if (Relocate(others, then))
            {
                return true;
            }

            space.Undo();
        }

        return false;
    }

    /// <summary>Makes room for a resident on another host first.</summary>
    private bool Chained(Resident resident, ImmutableArray<Resident> others, Func<bool> then)
    {
        var waiting = others.Add(resident);
        foreach (var one in waiting)
        {
            _leaving.Add(one.Request.Compute);
        }

        var done = MakeRoomFor(resident, CostOf(waiting), space.MovesLeft - waiting.Length, others, then);
        foreach (var one in waiting)
        {
            _leaving.Remove(one.Request.Compute);
        }

        return done;
    }

    private bool MakeRoomFor(
        Resident resident,
        long waitingCost,
        int maxLeaving,
        ImmutableArray<Resident> others,
        Func<bool> then)
    {
        var source = space.HostOf(resident);
        var departures = new Departures(maxLeaving);
        Open(departures, ChainHostsWithout(source), resident.Request);
        while (NextEnough(departures, resident.Request, space.Cost + waitingCost) is { } departure)
        {
            if (Relocate(departure.Leaving, () => Follow(resident, departure.Host, others, then)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Moves a resident to where room was made, then the others.</summary>
    private bool Follow(Resident resident, HostId host, ImmutableArray<Resident> others, Func<bool> then)
    {
        if (space.MovesLeft <= others.Length || space.FindOn(resident.Request, host) is not { } target)
        {
            return false;
        }

        space.Do(resident, target);
        if (Relocate(others, then))
        {
            return true;
        }

        space.Undo();
        return false;
    }

    /// <summary>Takes up hosts that somebody may leave.</summary>
    private void Open(Departures departures, IEnumerable<HostId> candidates, PlacementRequest request)
    {
        foreach (var host in candidates)
        {
            var movable = space.MovableOn(host);
            movable.RemoveAll(resident => _leaving.Contains(resident.Request.Compute));
            if (movable.Count > 0)
            {
                departures.Add(host, [.. movable.Select(space.LeaverOf)], space.LackOn(request, host));
            }
        }
    }

    /// <summary>
    /// The next set without which the request fits its host; null where none is left that is cheap enough.
    /// </summary>
    private Departure? NextEnough(Departures departures, PlacementRequest request, long cost)
    {
        while (!space.IsEnded && departures.TryNext(out var departure, out var least) && cost + least < _best)
        {
            if (departure.Members.Length == 0)
            {
                if (space.FitsWithout(request, departure.Host, departure.All))
                {
                    departures.Grow(departure);
                }
            }
            else if (departure.IsEnough && space.FitsWithout(request, departure.Host, departure.Leaving))
            {
                return departure;
            }
            else
            {
                departures.Grow(departure);
            }
        }

        return null;
    }

    private List<HostId> ChainHostsWithout(HostId source)
    {
        var most = space.Limits.MaxTargets * ChainHosts;
        List<HostId> open = [.. hosts.Where(host => host != source && !space.Closed.Contains(host)).Take(most + 1)];
        if (open.Count > most)
        {
            space.IsCut = true;
            open.RemoveAt(most);
        }

        return open;
    }

    private static long CostOf(ImmutableArray<Resident> leaving) => leaving.Sum(resident => resident.Memory.Bytes);
}
