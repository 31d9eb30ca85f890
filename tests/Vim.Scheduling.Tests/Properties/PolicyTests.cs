using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Tests.Generation;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Properties;

public sealed class PolicyTests
{
    private static readonly PlacementPolicy[] Policies =
    [
        .. PlacementPolicy.Named,
        PolicyText.Read(
            "score fill(dedicated-cpus=3, floating-vcpus=1, small-pages=-1, huge-pages=2, vfs=-2); nodes most-left"),
        PolicyText.Read("spread; filter keep-free(cpus=1, memory=10%) max-computes(3) reserve-trait(HW_B)"),
    ];

    /// <summary>
    /// A zone lives through claims, releases and changes of its hosts under one placer with all that it remembers; at
    /// each step a placer that knows nothing, by a scorer whose order does not stand, gives the same answer.
    /// </summary>
    [Fact]
    public void Walking_the_standing_order_finds_the_very_placement_that_scoring_every_host_finds()
    {
        var placed = new Dictionary<string, int>();
        var refused = 0;
        for (var seed = 0; seed < 45; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var policy = Policies[seed % Policies.Length];
            var placer = new Placer();
            var mix = new FlavourMix(halfLife: 20);
            var ledger = new ZoneLedger(CaseGenerator.Zone);
            var count = make.Pick(1, 63, 64, 65, 140);
            for (var index = 0; index < count; index++)
            {
                ledger.PutHost(make.Host($"h-{make.Next(1000)}"), HostAvailability.Enabled);
            }

            for (var step = 0; step < 150; step++)
            {
                var hosts = ledger.Hosts();
                var request = make.Request($"c-{step}", [.. hosts.Select(host => host.Id)], []);
                var placement = placer.Find(ledger, request, policy);
                var slowly = new Placer().Find(ledger, request, policy with { Scorer = new Hiding(policy.Scorer) });
                Assert.True(placement is null == slowly is null, $"seed {seed}, {policy.Name}");
                Assert.Equal(placement?.Host, placer.Choose(ledger, request, policy));
                if (placement is not null)
                {
                    Assert.True(
                        PlacementEquality.Same(placement, slowly!),
                        $"seed {seed}: {placement.Host}, {slowly!.Host}");
                    ledger.Apply(request.Compute, placement, request.GroupIds);
                    placed[policy.Name] = placed.GetValueOrDefault(policy.Name) + 1;
                    mix.Add(request.Requirements);
                    policy = policy.For(mix.Shares());
                }

                refused += placement is null ? 1 : 0;
                Disturb(make, ledger, hosts[make.Next(hosts.Count)].Id);
            }
        }

        Assert.All(Policies, policy => Assert.True(placed[policy.Name] > 150, $"{policy.Name}: {placed[policy.Name]}"));
        Assert.True(refused > 300, $"only {refused} refused");
    }

    [Fact]
    public void An_outcome_scorer_takes_the_best_of_all_hosts_and_nodes()
    {
        // Node 1 of host b is the one that two CPUs leave empty.
        var ledger = Zone(SubNumaClusters("a"), SubNumaClusters("b") with { ReservedCpus = CpuSet.Range(20, 18) });
        var policy = PlacementPolicy.Pack with { OutcomeScorer = new FewestLeft() };
        var placement = new Placer().Find(ledger, For("c", Pinned(2, 2)), policy)!;
        Assert.Equal(("b", 1), (placement.Host.Value, placement.Nodes[0].HostNode));

        // The first outcome alone: pack takes host b, and there the node with the fewest CPUs left as well.
        ledger = Zone(SubNumaClusters("a") with { ReservedCpus = CpuSet.Range(20, 18) }, SubNumaClusters("b"));
        placement = new Placer().Find(ledger, For("c", Pinned(2, 2)), policy with { MaxOutcomes = 1 })!;
        Assert.Equal(("a", 1), (placement.Host.Value, placement.Nodes[0].HostNode));
    }

    [Fact]
    public void Power_leaves_idle_hosts_idle_and_a_small_host_full_before_a_large_one_is_begun()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"), EightNodes("c"));
        var placer = new Placer();
        ledger.Apply(new("x"), placer.Find(ledger, For("x", Pinned(2, 2)), PlacementPolicy.Spread)!, []);
        Assert.Equal(1, ledger.CountClaims(new("c")));
        Assert.Equal("a", placer.Find(ledger, For("y", Pinned(2, 2)), PlacementPolicy.Pack)!.Host.Value);
        Assert.Equal("c", placer.Find(ledger, For("y", Pinned(2, 2)), PlacementPolicy.Power)!.Host.Value);
    }

    [Fact]
    public void Balance_puts_a_guest_of_much_memory_where_memory_is_left_over()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var placer = new Placer();
        ledger.Apply(new("x"), placer.Find(ledger, For("x", Pinned(4, 80)), PlacementPolicy.Pack)!, []);
        Assert.Equal("b", placer.Find(ledger, For("y", Pinned(2, 40)), PlacementPolicy.Balance)!.Host.Value);
        Assert.Equal("a", placer.Find(ledger, For("z", Pinned(30, 4)), PlacementPolicy.Balance)!.Host.Value);
    }

    [Fact]
    public void Keeping_large_holes_breaks_the_hole_that_is_broken_already()
    {
        // Host a has less free in all, but in whole holes of 32; host b has 18 left on a node of 40.
        var ledger = Zone(
            R740xd("a") with { ReservedCpus = CpuSet.Parse("0-9,40-49") },
            R740xd("b") with { ReservedCpus = CpuSet.Of(Enumerable.Range(0, 22).Select(index => index * 2)) });
        var placer = new Placer();
        var wanted = For("c", Pinned(2, 1));
        Assert.Equal("b", placer.Find(ledger, wanted, PlacementPolicy.KeepLargeHoles)!.Host.Value);
        Assert.Equal(PlacementPolicy.KeepLargeHoles, PlacementPolicy.Find("keep-large-holes"));
        Assert.Null(PlacementPolicy.Find("none"));
    }

    private static void Disturb(CaseGenerator make, ZoneLedger ledger, HostId host)
    {
        var claims = ledger.ClaimsOn(host);
        switch (make.Next(12))
        {
            case 0:
                ledger.PutHost(make.Host(host.Value), HostAvailability.Enabled);
                break;
            case 1:
                ledger.PutHost(make.Host($"h-{make.Next(1000)}"), HostAvailability.Enabled);
                break;
            case 2:
                ledger.SetAvailability(host, make.Pick(HostAvailability.Enabled, HostAvailability.Suspected));
                break;
            case 3 when ledger.HostCount > 1:
                ledger.RemoveHost(host);
                break;
            case 4:
                ledger.SetAggregates(host, make.Aggregates());
                break;
            case < 8 when claims.Count > 0:
                ledger.Release(claims[make.Next(claims.Count)].Compute);
                break;
        }
    }

    private sealed class Hiding(IHostScorer scorer) : IHostScorer
    {
        public long Score(in HostLoad host, in RequestLoad request) => scorer.Score(host, request);
    }

    /// <summary>The outcome with the fewest CPUs left on the node that the guest is on.</summary>
    private sealed class FewestLeft : IOutcomeScorer
    {
        public long Score(in Outcome outcome)
        {
            var left = 0L;
            foreach (ref readonly var node in outcome.Nodes)
            {
                left += node.IsUsed ? node.After.DedicatedCpus : 0;
            }

            return left;
        }
    }
}
