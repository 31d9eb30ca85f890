using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// How far the NUMA nodes of a host are from each other, by node index, as levels: 0 for the shortest distance between
/// two nodes that the host has, 1 for the next. Of the two ways the longer counts. No levels where firmware tells no
/// distances. Immutable; a value.
/// </summary>
internal sealed class NodeDistances : IEquatable<NodeDistances>
{
    private readonly int _count;
    private readonly int[] _levels;
    private readonly ulong[] _within;

    /// <param name="inventory">The host.</param>
    /// <param name="sorted">Its nodes in the order of their indexes.</param>
    public NodeDistances(HostInventory inventory, NumaNode[] sorted)
    {
        _count = sorted.Length;
        _levels = [];
        _within = [];
        if (sorted.Any(node => node.Distances.IsEmpty))
        {
            return;
        }

        int[] places = [.. sorted.Select(node => inventory.NumaNodes.IndexOf(node))];
        int Between(int one, int other) =>
            Math.Max(sorted[one].Distances[places[other]], sorted[other].Distances[places[one]]);

        int[] values = [.. Enumerable.Range(0, _count)
            .SelectMany(one => Enumerable.Range(0, one).Select(other => Between(one, other)))
            .Distinct()
            .Order()];
        LevelCount = values.Length;
        _levels = new int[_count * _count];
        _within = new ulong[LevelCount * _count];
        for (var one = 0; one < _count; one++)
        {
            for (var other = 0; other < _count; other++)
            {
                _levels[(one * _count) + other] = one == other ? 0 : Array.IndexOf(values, Between(one, other));
                for (var level = _levels[(one * _count) + other]; level < LevelCount; level++)
                {
                    _within[(level * _count) + one] |= 1UL << other;
                }
            }
        }
    }

    /// <summary>How many distances there are between two nodes; 0 where none are known.</summary>
    public int LevelCount { get; }

    /// <summary>Nodes no farther from a node than a level, as bits.</summary>
    public ulong Within(int level, int node) => _within[(level * _count) + node];

    /// <summary>The least level within which these nodes are of each other; 0 where no distances are known.</summary>
    public int LevelOf(ReadOnlySpan<int> nodes)
    {
        var most = 0;
        for (var one = 0; one < nodes.Length && LevelCount > 0; one++)
        {
            for (var other = 0; other < one; other++)
            {
                most = Math.Max(most, _levels[(nodes[one] * _count) + nodes[other]]);
            }
        }

        return most;
    }

    /// <summary>Whether two nodes are as far as each other from every third.</summary>
    public bool AreAlike(int node, int other)
    {
        for (var third = 0; third < _count; third++)
        {
            if (third != node
                && third != other
                && _levels[(node * _count) + third] != _levels[(other * _count) + third])
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(NodeDistances? other) =>
        other is not null && _count == other._count && _levels.AsSpan().SequenceEqual(other._levels);

    public override bool Equals(object? obj) => Equals(obj as NodeDistances);

    public override int GetHashCode() => HashCode.Combine(_count, LevelCount);
}
