using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// Which NUMA nodes of a host lie on which sockets (physical packages), told by the CPUs of the nodes: the clusters of
/// a socket (SNC) are several nodes on one, a node of several sockets (NUMA off in the firmware) is on each of them,
/// and a node without CPUs on none that is known. Sockets are in order of their ids. Immutable.
/// </summary>
internal sealed class NodeSockets : IEquatable<NodeSockets>
{
    private readonly ulong[] _nodes;
    private readonly ulong[] _near;

    /// <param name="nodes">The nodes, in the shape's order.</param>
    /// <param name="cpus">The CPUs of the host, by id.</param>
    public NodeSockets(NumaNode[] nodes, Dictionary<int, CpuThread> cpus)
    {
        var found = new SortedDictionary<int, ulong>();
        for (var node = 0; node < nodes.Length; node++)
        {
            foreach (var cpu in nodes[node].Cpus)
            {
                var socket = cpus[cpu].SocketId;
                found[socket] = found.GetValueOrDefault(socket) | (1UL << node);
            }
        }

        _nodes = [.. found.Values];
        foreach (var own in _nodes)
        {
            OnSeveral |= own & OnAny;
            OnAny |= own;
        }

        _near = [.. nodes.Select((_, node) =>
            _nodes.Where(own => (own >> node & 1) != 0).Aggregate(1UL << node, (near, own) => near | own))];
    }

    /// <summary>How many there are, 1 or more.</summary>
    public int Count => _nodes.Length;

    /// <summary>Nodes on any socket, as bits.</summary>
    public ulong OnAny { get; }

    /// <summary>Nodes on more than one socket, as bits.</summary>
    public ulong OnSeveral { get; }

    /// <summary>Nodes on a socket, as bits.</summary>
    public ulong On(int socket) => _nodes[socket];

    /// <summary>Nodes on a socket of a node, itself among them, as bits.</summary>
    public ulong Near(int node) => _near[node];

    public bool Equals(NodeSockets? other) => other is not null && _nodes.AsSpan().SequenceEqual(other._nodes);

    public override bool Equals(object? obj) => Equals(obj as NodeSockets);

    public override int GetHashCode() => HashCode.Combine(Count, OnAny);
}
