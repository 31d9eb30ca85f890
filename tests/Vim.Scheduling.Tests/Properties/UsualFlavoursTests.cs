using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Tests.Generation;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Properties;

public sealed class UsualFlavoursTests
{
    private static readonly ImmutableArray<FlavourShare> Usual =
    [
        new(new(2, 0, 0, 1024, 0), NodeCount: 1, PartsPerMillion: 700_000),
        new(new(3, 0, 512, 0, 0), NodeCount: 2, PartsPerMillion: 200_000),
        new(new(4, 0, 0, 2048, 0), NodeCount: 3, PartsPerMillion: 90_000),
        new(new(2, 0, 0, 1024, 1), NodeCount: 1, PartsPerMillion: 9_000),
        new(new(1, 2, 256, 0, 0), NodeCount: 1, PartsPerMillion: 500),
        .. Enumerable.Range(5, 7).Select(cpus => new FlavourShare(new(cpus, 0, 0, 512, 0), NodeCount: 1, 50)),
        .. Enumerable.Range(2, 3).Select(nodes => new FlavourShare(new(1, 0, 0, 3 * 1024, 0), nodes, 50)),
    ];

    /// <summary>
    /// What a host can take less, counted by taking guest after guest, for hosts of 1 to 8 NUMA nodes.
    /// </summary>
    [Fact]
    public void The_score_is_what_counting_guest_by_guest_says()
    {
        var check = new Counting(new(Usual));
        for (var seed = 0; seed < 40; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var ledger = Zone([
                .. Enumerable.Range(0, 6).Select(index =>
                    Even($"h-{index}", make.Pick(1, 2, 4, 8), 1, 2 + make.Next(6))),
                R740xd()]);
            var policy = PlacementPolicy.KeepRoomFor(Usual) with { OutcomeScorer = check };
            for (var step = 0; step < 12; step++)
            {
                var request = For($"c-{step}", Pinned(1 + make.Next(5), 1 + make.Next(3)));
                if (new Placer().Find(ledger, request, policy) is { } placement)
                {
                    ledger.Apply(request.Compute, placement, []);
                }
            }
        }

        Assert.True(check.Losses > 1_000 && check.Losses < check.Outcomes, $"{check.Losses} of {check.Outcomes}");
    }

    [Fact]
    public void Whole_guests_are_counted_where_the_last_just_fits_and_where_it_just_does_not()
    {
        var make = new Random(1);
        for (var turn = 0; turn < 20_000; turn++)
        {
            var wanted = 1 + make.Next(1 << make.Next(1, 24));
            var guests = 1 + make.Next(Math.Min(100_000, int.MaxValue / wanted));
            var scorer = new UsualFlavoursScorer([new(new(1, 0, 0, wanted, 0), NodeCount: 1, PartsPerMillion: 1)]);
            NodeOutcome full = new(0, true, new(100_000, 0, 0, wanted * guests, 0), default);
            NodeOutcome less = full with { Before = full.Before with { HugePageMiB = (wanted * guests) - 1 } };
            Assert.Equal(3L * guests, scorer.LeastLoss([full]));
            Assert.Equal(3L * (guests - 1), scorer.LeastLoss([less]));
        }
    }

    /// <summary>
    /// One scorer tells from where on no host can be better, the other keeps that to itself and sees them all.
    /// </summary>
    [Fact]
    public void A_walk_that_ends_where_no_later_host_can_be_better_finds_the_same()
    {
        var (ending, going) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var ledger = Zone([.. Enumerable.Range(0, 60).Select(index => make.Host($"h-{index:d2}"))]);
            var mix = new FlavourMix(halfLife: 20);
            for (var step = 0; step < 60; step++)
            {
                var request = make.Request($"c-{step}", [.. ledger.Hosts().Select(host => host.Id)], []);
                var usual = new UsualFlavoursScorer(mix.Shares());
                var (told, untold) = (new Ending(usual, tells: true), new Ending(usual, tells: false));
                var named = make.Pick(PlacementPolicy.KeepRoom, PlacementPolicy.KeepLargeHoles);
                var policy = named with { MaxOutcomes = 1024 };
                var placement = new Placer().Find(ledger, request, policy with { OutcomeScorer = told });
                var all = new Placer().Find(ledger, request, policy with { OutcomeScorer = untold });
                (ending, going) = (ending + told.Outcomes, going + untold.Outcomes);
                Assert.Equal(all?.Host, placement?.Host);
                if (placement is not null)
                {
                    Assert.True(PlacementEquality.Same(placement, all!), $"seed {seed}, step {step}");
                    ledger.Apply(request.Compute, placement, request.GroupIds);
                    mix.Add(request.Requirements);
                }
            }
        }

        Assert.True(ending < going / 2, $"{ending} outcomes, {going} without an end");
    }

    [Fact]
    public void A_small_guest_leaves_a_large_one_its_place_and_idle_hosts_idle()
    {
        // Host a has 6 CPUs on each node, room for one large guest; b has 7 and 5, which is none, and a smaller sum.
        FlavourShare large = new(new(6, 0, 0, 1024, 0), NodeCount: 2, PartsPerMillion: 10_000);
        var ledger = Zone(Even("a", 2, 1, 4), Even("b", 2, 1, 4), Even("c", 2, 1, 4));
        Fill(ledger, "a", 2, 2);
        Fill(ledger, "b", 1, 3);
        var placer = new Placer();
        var one = For("one", Pinned(1, 1));
        var placement = placer.Find(ledger, one, PlacementPolicy.KeepRoomFor([large]))!;
        Assert.Equal("b", placement.Host.Value);
        Assert.Equal("a", placer.Find(ledger, one, PlacementPolicy.KeepRoomFor([]))!.Host.Value);

        // With b gone the large guest's place is given up before an idle host is begun.
        ledger.SetAvailability(new("b"), HostAvailability.Suspected);
        Assert.Equal("a", placer.Find(ledger, one, PlacementPolicy.KeepRoomFor([large]))!.Host.Value);
    }

    [Fact]
    public void Packing_hosts_and_balancing_nodes_keeps_as_much_on_both()
    {
        var ledger = Zone(Even("a", 2, 1, 4), Even("b", 2, 1, 4));
        var placer = new Placer();
        (PlacementPolicy, string)[] cases = [(PlacementPolicy.PackBalanced, "0101"), (PlacementPolicy.Pack, "0000")];
        foreach (var (policy, nodes) in cases)
        {
            var chosen = "";
            for (var index = 0; index < 4; index++)
            {
                var request = For($"{policy.Name}-{index}", Pinned(1, 1));
                var placement = placer.Find(ledger, request, policy)!;
                Assert.Equal("a", placement.Host.Value);
                chosen += placement.Nodes[0].HostNode;
                ledger.Apply(request.Compute, placement, []);
            }

            Assert.Equal(nodes, chosen);
            ledger.ClaimsOn(new("a")).ToList().ForEach(claim => ledger.Release(claim.Compute));
        }
    }

    [Fact]
    public void A_flavours_shape_is_what_it_takes_of_a_node()
    {
        var pinned = Pinned(10, 20) with
        {
            EmulatorThreads = EmulatorThreadPolicy.Isolate,
            NumaNodes =
            [
                new(0, CpuSet.Range(0, 6), MemorySize.FromGiB(12)),
                new(1, CpuSet.Range(6, 4), MemorySize.FromGiB(8)),
            ],
        };
        Assert.Equal(new FlavourShare(new(7, 0, 0, 12 * 1024, 0), 2, 5), FlavourShare.Of(pinned, 5));
        var floating = new ComputeRequirements { VirtualCpuCount = 3, Memory = MemorySize.FromGiB(2) };
        Assert.Equal(new FlavourShare(new(0, 3, 2048, 0, 0), 1, 0), FlavourShare.Of(floating, 0));
    }

    [Fact]
    public void The_mix_is_of_what_came_lately_and_stays_small()
    {
        var mix = new FlavourMix(halfLife: 10);
        Assert.Empty(mix.Shares());
        for (var index = 0; index < 4_000; index++)
        {
            mix.Add(Pinned(1, 1));
        }

        Assert.Equal([FlavourShare.Of(Pinned(1, 1), 1_000_000)], mix.Shares());
        for (var index = 0; index < 10; index++)
        {
            mix.Add(Pinned(2, 1));
        }

        Assert.Equal([1, 2], mix.Shares().Select(share => share.PerNode.DedicatedCpus).Order());
        Assert.All(mix.Shares(), share => Assert.InRange(share.PartsPerMillion, 499_000, 501_000));
        for (var cpus = 1; cpus <= FlavourMix.MaxFlavours + 9; cpus++)
        {
            mix.Add(Pinned(cpus, 1));
        }

        Assert.Equal(FlavourMix.MaxFlavours, mix.Shares().Length);
        Assert.Contains(FlavourMix.MaxFlavours + 9, mix.Shares().Select(share => share.PerNode.DedicatedCpus));
    }

    /// <summary>Leaves a host of two nodes of 8 CPUs with so many claimed on each.</summary>
    private static void Fill(ZoneLedger ledger, string host, int first, int second)
    {
        var wanted = Pinned(first + second, 2) with
        {
            NumaNodes =
            [
                new(0, CpuSet.Range(0, first), MemorySize.FromGiB(1)),
                new(1, CpuSet.Range(first, second), MemorySize.FromGiB(1)),
            ],
        };
        var request = For($"fill-{host}", wanted) with { OnlyHosts = [new(host)] };
        ledger.Apply(request.Compute, new Placer().Find(ledger, request, PlacementPolicy.Pack)!, []);
    }

    /// <summary>Counts outcomes, and perhaps keeps from where on none can be better.</summary>
    private sealed class Ending(UsualFlavoursScorer scorer, bool tells) : IOutcomeScorer
    {
        private HostAmounts _least;
        private long _leastLoss;

        public int Outcomes { get; private set; }

        public long Score(in Outcome outcome)
        {
            Outcomes++;
            var taken = Taken(outcome.Nodes);
            Assert.True(
                _least.DedicatedCpus == taken.DedicatedCpus
                && _least.FloatingVirtualCpus == taken.FloatingVirtualCpus
                && _least.SmallPageMiB <= taken.SmallPageMiB
                && _least.HugePageMiB <= taken.HugePageMiB
                && _least.VirtualFunctions <= taken.VirtualFunctions,
                $"{_least}, {taken}");
            Assert.True(_leastLoss <= scorer.LeastLoss(outcome.Nodes));
            return scorer.Score(outcome);
        }

        public long LeastLoss(ReadOnlySpan<NodeOutcome> exact)
        {
            _least = Taken(exact);
            return _leastLoss = scorer.LeastLoss(exact);
        }

        public long LeastFrom(in HostLoad host, RequestKind kind, IHostScorer order) =>
            tells ? scorer.LeastFrom(host, kind, order) : long.MinValue;
    }

    private static HostAmounts Taken(ReadOnlySpan<NodeOutcome> nodes)
    {
        var sum = default(HostAmounts);
        foreach (ref readonly var node in nodes)
        {
            sum = new(
                sum.DedicatedCpus + node.Before.DedicatedCpus - node.After.DedicatedCpus,
                sum.FloatingVirtualCpus + node.Before.FloatingVirtualCpus - node.After.FloatingVirtualCpus,
                sum.SmallPageMiB + node.Before.SmallPageMiB - node.After.SmallPageMiB,
                sum.HugePageMiB + node.Before.HugePageMiB - node.After.HugePageMiB,
                sum.VirtualFunctions + node.Before.VirtualFunctions - node.After.VirtualFunctions);
        }

        return sum;
    }

    /// <summary>Counts once more, by taking guest after guest, each from the nodes with the most parts left.</summary>
    private sealed class Counting(UsualFlavoursScorer scorer) : IOutcomeScorer
    {
        public int Outcomes { get; private set; }

        public int Losses { get; private set; }

        public long Score(in Outcome outcome)
        {
            var loss = 0L;
            foreach (var flavour in scorer.Flavours)
            {
                var cpus = (flavour.PerNode.DedicatedCpus + flavour.PerNode.FloatingVirtualCpus) * flavour.NodeCount;
                var before = Guests(flavour, [.. Amounts(outcome, node => node.Before)]);
                var after = Guests(flavour, [.. Amounts(outcome, node => node.After)]);
                loss += (long)(before - after) * flavour.PartsPerMillion * cpus * cpus;
            }

            var free = outcome.Before.Free;
            var memory = free.SmallPageMiB + (long)free.HugePageMiB;
            var rest = (free.DedicatedCpus * 1_000_000L) + (memory * 1_000_000 / 102_400);
            var score = scorer.Score(outcome);
            Assert.Equal((3 * loss) + rest, outcome.Before.IsIdle ? score - (1L << 58) : score);
            Outcomes++;
            Losses += loss > 0 ? 1 : 0;
            return score;
        }

        private static List<HostAmounts> Amounts(in Outcome outcome, Func<NodeOutcome, HostAmounts> of)
        {
            var amounts = new List<HostAmounts>();
            foreach (var node in outcome.Nodes)
            {
                amounts.Add(of(node));
            }

            return amounts;
        }

        private static int Guests(FlavourShare flavour, int[] parts)
        {
            var guests = 0;
            while (true)
            {
                Array.Sort(parts, (left, right) => right.CompareTo(left));
                if (parts.Length < flavour.NodeCount || parts[flavour.NodeCount - 1] == 0)
                {
                    return guests;
                }

                for (var part = 0; part < flavour.NodeCount; part++)
                {
                    parts[part]--;
                }

                guests++;
            }
        }

        private static int Guests(FlavourShare flavour, IEnumerable<HostAmounts> nodes) =>
            Guests(flavour, [.. nodes.Select(node => Parts(flavour.PerNode, node))]);

        private static int Parts(HostAmounts wanted, HostAmounts free)
        {
            var parts = 0;
            while (free.DedicatedCpus >= wanted.DedicatedCpus
                && free.FloatingVirtualCpus >= wanted.FloatingVirtualCpus
                && free.SmallPageMiB >= wanted.SmallPageMiB
                && free.HugePageMiB >= wanted.HugePageMiB
                && free.VirtualFunctions >= wanted.VirtualFunctions)
            {
                free = new(
                    free.DedicatedCpus - wanted.DedicatedCpus,
                    free.FloatingVirtualCpus - wanted.FloatingVirtualCpus,
                    free.SmallPageMiB - wanted.SmallPageMiB,
                    free.HugePageMiB - wanted.HugePageMiB,
                    free.VirtualFunctions - wanted.VirtualFunctions);
                parts++;
            }

            return parts;
        }
    }
}
