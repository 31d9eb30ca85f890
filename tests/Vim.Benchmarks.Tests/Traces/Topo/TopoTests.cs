using Vim.Benchmarks.Traces.Topo;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Benchmarks.Tests.Traces.Topo;

public sealed class TopoTests
{
    private static readonly HostInventory[] Servers =
    [
        .. Enumerable.Range(0, 4).Select(index => DualNumaServer.Of(
            new($"s{index}"), $"r{index / 2}", [(4, MemorySize.FromGiB(8)), (4, MemorySize.FromGiB(8))])),
    ];

    [Theory]
    [InlineData(nameof(GroupStrategy.Affinity), 4)]
    [InlineData(nameof(GroupStrategy.AntiAffinity), 2)]
    [InlineData(nameof(GroupStrategy.FaultDomain), 2)]
    public void Groups_are_honoured_and_only_what_they_rule_out_is_refused(string name, int refused)
    {
        var strategy = Enum.Parse<GroupStrategy>(name);

        // A server holds one. One rack holds two; four servers hold four; of three domains two find a rack each.
        TopoRequest[] requests =
        [
            .. Enumerable.Range(0, 6).Select(index => new TopoRequest(
                DualNumaServer.Guest(2, 3, MemorySize.FromGiB(6)), strategy, 0, index % 3)),
        ];
        foreach (var rule in (IPlacementRule[])[Baselines.FirstFit, new PlacerRule(PlacementPolicy.Pack)])
        {
            var replay = new TopoReplay(Servers, rule, withGroups: true);
            replay.Run(requests);
            Assert.Equal(refused, replay.Refused);
            Assert.Equal(6 - refused, replay.Zone.TouchedCount);
        }
    }

    [Fact]
    public void With_hindsight_a_group_has_its_rack_before_others_fill_it()
    {
        // Each takes a server. The second of the pair in one rack finds a stranger there.
        var whole = DualNumaServer.Guest(2, 4, MemorySize.FromGiB(6));
        TopoRequest stranger = new(whole, null, -1, -1);
        TopoRequest ofPair = new(whole, GroupStrategy.Affinity, 0, -1);
        TopoRequest[] requests = [ofPair, stranger, ofPair, stranger];
        Assert.Equal(1, RefusedOf(requests));
        Assert.Equal(0, RefusedOf(Hindsight.Order(requests)));
        Assert.Equal([ofPair, ofPair, stranger, stranger], Hindsight.Order(requests));
    }

    [Fact]
    public void Where_room_is_made_the_stranger_moves()
    {
        var whole = DualNumaServer.Guest(2, 4, MemorySize.FromGiB(6));
        TopoRequest stranger = new(whole, null, -1, -1);
        TopoRequest ofPair = new(whole, GroupStrategy.Affinity, 0, -1);
        var replay = new TopoReplay(
            Servers,
            new PlacerRule(PlacementPolicy.Pack),
            withGroups: true,
            new(PlacementPolicy.Pack, RepackingLimits.Default));
        replay.Run([ofPair, stranger, ofPair, stranger]);
        Assert.Equal((0, 1, 1), (replay.Refused, replay.Rescued, replay.Moved));
    }

    [Fact]
    public void A_refusal_of_what_fits_is_found_out()
    {
        var replay = new TopoReplay(Servers, new Refusing(), withGroups: true);
        Assert.Throws<InvalidOperationException>(
            () => replay.Run([new(DualNumaServer.Guest(1, 1, MemorySize.FromGiB(1)), null, -1, -1)]));
    }

    [Theory]
    [InlineData("c1", 1234, 0, 5)]
    [InlineData("c2", 1263, 0, 0)]
    [InlineData("c5", 1557, 0, 300)]
    public void Published_figures_come_out(string name, int touched, int refused, int refusedByBestFit)
    {
        TraceFolder data = new(RealData.At());
        var servers = TopoTrace.Servers(data);
        var requests = TopoTrace.Requests(data, name);
        var firstFit = new TopoReplay(servers, Baselines.FirstFitTightNode, withGroups: false);
        firstFit.Run(requests);
        Assert.Equal((touched, refused), (firstFit.Zone.TouchedCount, firstFit.Refused));
        var bestFit = new TopoReplay(servers, Baselines.BestFitByCpu, withGroups: false);
        bestFit.Run(requests);
        Assert.Equal(refusedByBestFit, bestFit.Refused);
    }

    private static int RefusedOf(IReadOnlyList<TopoRequest> requests)
    {
        var replay = new TopoReplay(Servers, new PlacerRule(PlacementPolicy.Pack), withGroups: true);
        replay.Run(requests);
        return replay.Refused;
    }

    private sealed class Refusing : IPlacementRule
    {
        public string Name => "refusing";

        public HostPlacement? Place(TraceZone zone, PlacementRequest request) => null;
    }
}
