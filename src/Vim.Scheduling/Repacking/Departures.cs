using System.Collections.Immutable;
using Vim.Domain.Identity;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Sets of computes that might leave their host, over many hosts, in the order of what moving them costs. Made one
/// after the other: the set after a set either has one more member, or another last one.
/// </summary>
internal sealed class Departures
{
    private readonly PriorityQueue<Departure, (long Cost, int Order)> _queue = new();
    private readonly int _maxSize;
    private int _order;

    public Departures(int maxSize) => _maxSize = maxSize;

    /// <summary>Opens a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="movable">Who may leave it, the cheapest first.</param>
    public void Add(HostId host, IReadOnlyList<Resident> movable) => Push(host, movable, [], 0);

    /// <summary>The cheapest set that was not given yet.</summary>
    public bool TryNext(out Departure departure, out long cost)
    {
        var found = _queue.TryDequeue(out var first, out var priority);
        (departure, cost) = (first!, priority.Cost);
        if (found && departure.Members is [.., var last])
        {
            Push(departure.Host, departure.Movable, departure.Members.AsSpan()[..^1], last + 1);
        }

        return found;
    }

    /// <summary>Asks for the sets that hold the given one and more.</summary>
    public void Grow(Departure departure) => Push(
        departure.Host,
        departure.Movable,
        departure.Members,
        departure.Members is [.., var last] ? last + 1 : 0);

    private void Push(HostId host, IReadOnlyList<Resident> movable, ReadOnlySpan<int> members, int member)
    {
        if (member < movable.Count && members.Length < _maxSize)
        {
            var departure = new Departure(host, movable, [.. members, member]);
            _queue.Enqueue(departure, (departure.Leaving.Sum(resident => resident.Memory.Bytes), _order++));
        }
    }
}

/// <summary>Some computes of one host.</summary>
/// <param name="Host">The host.</param>
/// <param name="Movable">All that may leave it, the cheapest first.</param>
/// <param name="Members">Which of them, by place, rising.</param>
internal sealed record Departure(HostId Host, IReadOnlyList<Resident> Movable, int[] Members)
{
    public ImmutableArray<Resident> Leaving { get; } = [.. Members.Select(member => Movable[member])];
}
