using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// How many of some computes are on each socket. One that spans sockets is on each of them; one that floats, or of
/// whose nodes the host does not know, is on all of its host.
/// </summary>
internal sealed class SocketUse
{
    private readonly Dictionary<HostId, int[]> _counts = [];

    public void Add(HostState host, HostPlacement placement)
    {
        var sockets = host.Shape.Sockets;
        if (!_counts.TryGetValue(host.Id, out var counts))
        {
            _counts.Add(host.Id, counts = new int[sockets.Count]);
        }

        var nodes = NodesOf(host.Shape, placement);
        for (var socket = 0; socket < counts.Length; socket++)
        {
            counts[socket] += (sockets.On(socket) & nodes) != 0 ? 1 : 0;
        }
    }

    /// <summary>Nodes on sockets that have so many, or more, as bits.</summary>
    public ulong NodesOfFull(HostState host, int most)
    {
        var full = 0UL;
        var counts = _counts.GetValueOrDefault(host.Id) ?? [];
        for (var socket = 0; socket < counts.Length; socket++)
        {
            full |= counts[socket] >= most ? host.Shape.Sockets.On(socket) : 0;
        }

        return full;
    }

    /// <summary>
    /// Nodes that are not on the one socket that is used and on no other, as bits; all where it is not one.
    /// </summary>
    public ulong NodesOffTheOne(HostState host)
    {
        var sockets = host.Shape.Sockets;
        var counts = _counts.GetValueOrDefault(host.Id) ?? [];
        var (used, off) = (0, 0UL);
        for (var socket = 0; socket < counts.Length; socket++)
        {
            used += counts[socket] > 0 ? 1 : 0;
            off |= counts[socket] > 0 ? 0 : sockets.On(socket);
        }

        return used == 1 ? off : sockets.OnAny;
    }

    private static ulong NodesOf(HostShape shape, HostPlacement placement)
    {
        var nodes = 0UL;
        foreach (var place in placement.Nodes)
        {
            var node = shape.NodeIndex(place.HostNode);
            if (node < 0 || (shape.Sockets.OnAny >> node & 1) == 0)
            {
                return shape.AllNodes;
            }

            nodes |= 1UL << node;
        }

        return placement.Nodes.IsEmpty ? shape.AllNodes : nodes;
    }
}
