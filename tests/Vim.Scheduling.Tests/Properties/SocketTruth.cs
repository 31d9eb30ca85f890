using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>What a refusal says of groups by socket, tried by brute force with those groups alone.</summary>
internal static class SocketTruth
{
    public static void Check(World world, HostId host, DimensionShortfall said, string at)
    {
        var named = Named(world.Request, said.Detail);
        var all = named.Groups.Select(group => group.Type).Concat(named.Resources.Select(other => other.Type)).ToList();
        Assert.Contains(said.Dimension == Dimension.Affinity ? AffinityType.Affinity : AffinityType.AntiAffinity, all);
        if (!said.Detail.Contains(": no room", StringComparison.Ordinal))
        {
            Assert.Single(all);
            Assert.DoesNotContain(Choices(world, host), nodes => SocketOracle.Allows(world, named, host, nodes));
            return;
        }

        var wanted = world.Request.Requirements;
        Assert.True(world.OracleOf(host).Fits(wanted), at);
        Assert.False(world.OracleOf(host, named).Fits(wanted), at);
        Assert.True(all.Count == 1 || said.Detail.EndsWith("they leave", StringComparison.Ordinal), at);
        Assert.True(all.Count == 1 || OneByOne(named).All(one => world.OracleOf(host, one).Fits(wanted)), at);
    }

    /// <summary>Wherever the guest might lie, the audit has something against it where the oracle has.</summary>
    /// <returns>How many places break a group.</returns>
    public static int CheckAudit(World world, string at)
    {
        var request = world.Request with
        {
            Groups = world.Request.Groups.RemoveAll(group => group.Scope != AffinityScope.Socket || group.IsSoft),
            Resources = world.Request.Resources.RemoveAll(other => other.Scope != AffinityScope.Socket),
        };
        var broken = 0;
        foreach (var host in request.Groups.IsEmpty && request.Resources.IsEmpty ? [] : world.Hosts.Values.ToList())
        {
            for (var subset = 0; subset < 1 << host.NumaNodes.Length; subset++)
            {
                var chosen = host.NumaNodes.Where((_, index) => (subset >> index & 1) != 0).ToList();
                if (chosen.Exists(node => node.Cpus.IsEmpty))
                {
                    continue; // No guest node lies there: each has a vCPU.
                }

                int[] nodes = [.. chosen.Select(node => node.Id)];
                var place = new HostPlacement { Host = host.Id, Nodes = [.. nodes.Select(On)] };
                var found = ClaimAudit.CheckAffinity(world.Ledger, request, place).Count > 0;
                var isAllowed = SocketOracle.Allows(world, request, host.Id, nodes);
                Assert.True(found != isAllowed, $"{at}: {host.Id}, nodes {string.Join(' ', nodes)}");
                broken += found ? 1 : 0;
            }
        }

        return broken;
    }

    private static GuestNodePlacement On(int node, int guest) => new(guest, node, Domain.Units.PageSize.Small, 1, 0);

    /// <summary>Each node for a guest of NUMA nodes; the whole host for one that floats.</summary>
    private static IEnumerable<int[]> Choices(World world, HostId host) =>
        world.Request.Requirements.EffectiveNumaNodes.IsEmpty
            ? [[]]
            : world.Hosts[host].NumaNodes.Where(node => !node.Cpus.IsEmpty).Select(node => new[] { node.Id });

    private static PlacementRequest Named(PlacementRequest request, string detail) => request with
    {
        Groups = request.Groups.RemoveAll(group =>
            group.IsSoft || !detail.Contains($"group {group.Group}, Socket", StringComparison.Ordinal)),
        Resources = request.Resources.RemoveAll(other =>
            !detail.Contains($"compute {other.Compute}, Socket", StringComparison.Ordinal)),
    };

    private static IEnumerable<PlacementRequest> OneByOne(PlacementRequest request) =>
    [
        .. request.Groups.Select(group => request with { Groups = [group], Resources = [] }),
        .. request.Resources.Select(other => request with { Groups = [], Resources = [other] }),
    ];
}
