using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Tests.Traces;

public sealed class NeighboursTests
{
    private static readonly HostInventory[] Servers = [Server("a", "r1"), Server("b", "r1"), Server("c", "r2")];

    [Theory]
    [InlineData(AffinityType.Affinity, AffinityScope.Host, "a")]
    [InlineData(AffinityType.Affinity, AffinityScope.Rack, "ab")]
    [InlineData(AffinityType.AntiAffinity, AffinityScope.Host, "bc")]
    [InlineData(AffinityType.AntiAffinity, AffinityScope.Rack, "c")]
    public void A_group_leaves_the_servers_that_its_type_and_scope_say(
        AffinityType type, AffinityScope scope, string left)
    {
        var zone = new TraceZone(Servers, Baselines.FirstFit);
        zone.Place(Request("first") with { Groups = [new(new("g"), type, scope)] });
        Assert.Equal(left, Allowed(zone, Request("next") with { Groups = [new(new("g"), type, scope)] }));
        Assert.Equal(left, Allowed(zone, Request("next") with { Resources = [new(new("first"), type, scope)] }));
        Assert.Equal("abc", Allowed(zone, Request("next")));
        Assert.Equal("abc", Allowed(zone, Request("next") with { Groups = [new(new("other"), type, scope)] }));
    }

    private static string Allowed(TraceZone zone, PlacementRequest request)
    {
        var neighbours = new Neighbours(zone.Ledger, request);
        return string.Concat(Servers.Where(neighbours.Allow).Select(server => server.Id.Value));
    }

    private static HostInventory Server(string id, string rack) =>
        DualNumaServer.Of(new(id), rack, [(4, MemorySize.FromGiB(8)), (4, MemorySize.FromGiB(8))]);

    private static PlacementRequest Request(string id) => new()
    {
        Compute = new(id),
        Requirements = DualNumaServer.Guest(1, 2, MemorySize.FromGiB(4)),
    };
}
