using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Identity;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Sets of computes that might leave their host, over many hosts, those first that can lead to the cheapest set with
/// enough: best first, by a bound that no set which holds them falls below. So most hosts are never looked into.
/// </summary>
internal sealed class Departures
{
    private readonly PriorityQueue<Departure, (long Least, int Order)> _queue = new();
    private readonly int _maxSize;
    private int _order;

    /// <param name="maxSize">The most that may leave a host.</param>
    public Departures(int maxSize) => _maxSize = maxSize;

    /// <summary>Opens a host: nobody leaves it yet.</summary>
    /// <param name="host">The host.</param>
    /// <param name="movable">Who may leave it, the cheapest first.</param>
    /// <param name="lack">What the host's row lacks.</param>
    public void Add(HostId host, IReadOnlyList<Leaver> movable, in Vector512<int> lack) =>
        Push(new(host, movable, [], lack));

    /// <summary>The set that comes next; the sets that hold it come only once it is grown.</summary>
    /// <param name="departure">The set.</param>
    /// <param name="least">What it and all that come after it cost at least, bytes.</param>
    public bool TryNext(out Departure departure, out long least)
    {
        var found = _queue.TryDequeue(out var first, out var priority);
        (departure, least) = (first!, priority.Least);
        return found;
    }

    /// <summary>Asks for the sets that hold the given one and more.</summary>
    public void Grow(Departure departure)
    {
        if (departure.Members.Length >= _maxSize)
        {
            return;
        }

        var from = departure.Members is [.., var last] ? last + 1 : 0;
        for (var member = from; member < departure.Movable.Count; member++)
        {
            Push(departure.With(member));
        }
    }

    private void Push(Departure departure)
    {
        if (departure.Least() is { } least)
        {
            _queue.Enqueue(departure, (least, _order++));
        }
    }
}

/// <summary>Who might leave a host.</summary>
/// <param name="Resident">The compute.</param>
/// <param name="Gain">What the host's row gains at most.</param>
internal readonly record struct Leaver(Resident Resident, Vector512<int> Gain);

/// <summary>Some computes of one host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Movable">All that may leave it, the cheapest first.</param>
/// <param name="Members">Which of them, by place, rising.</param>
/// <param name="Lack">What the host's row still lacks at least without them.</param>
internal sealed record Departure(HostId Host, IReadOnlyList<Leaver> Movable, int[] Members, Vector512<int> Lack)
{
    public ImmutableArray<Resident> Leaving { get; } = [.. Members.Select(member => Movable[member].Resident)];

    /// <summary>All that may leave.</summary>
    public IReadOnlyList<Resident> All => [.. Movable.Select(leaver => leaver.Resident)];

    /// <summary>Whether the row lacks nothing; what else matters only a fit can tell.</summary>
    public bool IsEnough => Lack == Vector512<int>.Zero;

    public Departure With(int member) => new(
        Host,
        Movable,
        [.. Members, member],
        Vector512.Max(Lack - Movable[member].Gain, Vector512<int>.Zero));

    /// <summary>
    /// What this set and all that hold it cost at least until the row lacks nothing, bytes; null where none of them
    /// is enough. For each column the cheapest parts of those that may still join.
    /// </summary>
    public long? Least()
    {
        var most = 0L;
        for (var column = 0; column < Vector512<int>.Count; column++)
        {
            if (Lack[column] > 0)
            {
                if (LeastFor(column) is not { } least)
                {
                    return null;
                }

                most = Math.Max(most, least);
            }
        }

        return Leaving.Sum(resident => resident.Memory.Bytes) + most;
    }

    private long? LeastFor(int column)
    {
        var from = Members is [.., var last] ? last + 1 : 0;
        var joining = Movable.Skip(from)
            .Select(leaver => (Cost: leaver.Resident.Memory.Bytes, Gain: leaver.Gain[column]))
            .Where(leaver => leaver.Gain > 0)
            .OrderBy(leaver => (double)leaver.Cost / leaver.Gain);
        var (lack, cost) = (Lack[column], 0L);
        foreach (var leaver in joining)
        {
            if (leaver.Gain >= lack)
            {
                return cost + (long)((UInt128)leaver.Cost * (UInt128)lack / (UInt128)leaver.Gain);
            }

            lack -= leaver.Gain;
            cost += leaver.Cost;
        }

        return null;
    }
}
