using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>
/// What groups of socket scope say of host nodes, from the words of decision 22: socket by socket, with the CPUs of the
/// inventory. It shares nothing with the placer or the audit.
/// </summary>
internal static class SocketOracle
{
    /// <summary>
    /// Whether a guest may lie on these nodes of a host, or float over it where there are none, by the groups that are
    /// not soft and the computes of socket scope.
    /// </summary>
    public static bool Allows(World world, PlacementRequest request, HostId host, IReadOnlyCollection<int> nodes)
    {
        var groups = request.Groups
            .Where(group => group.Scope == AffinityScope.Socket && !group.IsSoft)
            .Select(group => (group.Type, group.MaxPerScope, Others: world.Ledger.MembersOf(group.Group)));
        var computes = request.Resources
            .Where(other => other.Scope == AffinityScope.Socket)
            .Select(other => (other.Type, MaxPerScope: 1, Others: (IReadOnlyList<ComputeId>)[other.Compute]));
        return groups.Concat(computes)
            .All(rule => Allows(world, host, nodes, rule.Type, rule.MaxPerScope, rule.Others));
    }

    private static bool Allows(
        World world,
        HostId host,
        IReadOnlyCollection<int> nodes,
        AffinityType type,
        int most,
        IReadOnlyList<ComputeId> others)
    {
        var mine = CpusOf(world.Hosts[host], nodes);
        if (type == AffinityType.AntiAffinity)
        {
            return world.Hosts[host].Cpus.GroupBy(cpu => cpu.SocketId).All(socket =>
                !socket.Any(cpu => mine.Contains(cpu.Id)) || most > others.Count(other =>
                    world.Ledger.FindClaim(other)?.Placement is { } place
                    && place.Host == host
                    && socket.Any(cpu => CpusOf(world.Hosts[host], HostNodesOf(place)).Contains(cpu.Id))));
        }

        var all = others.Select(other => world.Ledger.FindClaim(other)?.Placement).ToList();
        var used = all.OfType<HostPlacement>()
            .SelectMany(place => CpusOf(world.Hosts[place.Host], HostNodesOf(place)).Select(cpu => (place.Host, cpu)))
            .Concat(mine.Select(cpu => (Host: host, cpu)))
            .Select(item => (item.Host, world.Hosts[item.Host].Cpus.First(cpu => cpu.Id == item.cpu).SocketId));
        return !all.Contains(null) && used.Distinct().Count() == 1;
    }

    private static HashSet<int> CpusOf(HostInventory host, IReadOnlyCollection<int> nodes) =>
        [.. host.NumaNodes.Where(node => nodes.Count == 0 || nodes.Contains(node.Id)).SelectMany(node => node.Cpus)];

    private static HashSet<int> HostNodesOf(HostPlacement place) => [.. place.Nodes.Select(node => node.HostNode)];
}
