using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Audit;

/// <summary>
/// Affinity by socket, from inventories and placements alone. A compute is on the sockets of the CPUs of its NUMA
/// nodes; where it floats, or is on a node of which no socket is known, on every socket of its host.
/// </summary>
internal static class SocketAudit
{
    /// <summary>Why the placement is not on the one socket that all of the others are on; null where it is.</summary>
    public static string? FindApart(ZoneLedger ledger, HostPlacement placement, IEnumerable<HostPlacement> others)
    {
        var own = SocketsOf(ledger, placement);
        var astray = others.FirstOrDefault(other =>
            other.Host != placement.Host || !SocketsOf(ledger, other).SetEquals(own));
        return own.Count != 1 ? $"it is on sockets {string.Join(", ", own)}; scope {AffinityScope.Socket}"
            : astray is not null ? $"not all others are on socket {own.Single()} of host {placement.Host}"
            : null;
    }

    /// <summary>Why there are too many on one of the sockets of the placement; null where there are not.</summary>
    /// <param name="ledger">Knows the hosts.</param>
    /// <param name="placement">The placement.</param>
    /// <param name="others">The placements of each of the others.</param>
    /// <param name="most">That may be on one socket, the placement itself counted in.</param>
    public static string? FindCrowded(
        ZoneLedger ledger, HostPlacement placement, IReadOnlyList<IReadOnlyList<HostPlacement>> others, int most)
    {
        foreach (var socket in SocketsOf(ledger, placement))
        {
            var there = others.Count(places => places.Any(place =>
                place.Host == placement.Host && SocketsOf(ledger, place).Contains(socket)));
            if (there >= most)
            {
                return $"{there} are on socket {socket} of host {placement.Host}; at most {most}";
            }
        }

        return null;
    }

    private static HashSet<int> SocketsOf(ZoneLedger ledger, HostPlacement placement)
    {
        var inventory = ledger.FindInventory(placement.Host)!;
        List<HashSet<int>> found =
            [.. placement.Nodes.Select(place => SocketsOf(inventory, node => node.Id == place.HostNode))];
        return found.Count == 0 || found.Exists(sockets => sockets.Count == 0)
            ? SocketsOf(inventory, _ => true)
            : [.. found.SelectMany(sockets => sockets)];
    }

    private static HashSet<int> SocketsOf(HostInventory inventory, Func<NumaNode, bool> isOf)
    {
        var cpus = inventory.NumaNodes.Where(isOf).SelectMany(node => node.Cpus).ToHashSet();
        return [.. inventory.Cpus.Where(cpu => cpus.Contains(cpu.Id)).Select(cpu => cpu.SocketId)];
    }
}
