using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Fragmentation;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Fragmentation;

public sealed class FragmentationTests(ITestOutputHelper output)
{
    private const int Most = int.MaxValue;
    private readonly Placer _placer = new();

    [Fact]
    public void An_empty_zone_has_nothing_of_no_use_for_parts_of_its_own_hosts()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var zone = Measure(ledger, ReferenceFlavour.UsualOf(ledger));
        Assert.Equal(
            [("half-numa-node", 8), ("numa-node", 4), ("two-numa-nodes", 2)],
            zone.References.Select(use => (use.Reference, use.Count)));
        Assert.All(zone.References, use =>
        {
            Assert.Equal(
                ["dedicated_cpus", "huge_pages_1GiB", "virtual_functions"],
                use.Resources.Select(resource => resource.Resource.ToString()));
            Assert.Equal([152L, 360, 32], use.Resources.Select(resource => resource.Free));
            Assert.All(use.Resources, resource => Assert.Equal(0, resource.Fragmentation));
        });
    }

    [Fact]
    public void Two_guests_on_one_numa_node_leave_more_of_use_than_one_on_each()
    {
        // A NUMA node has 38 dedicated CPUs, 90 pages and 8 VFs.
        var together = Zone(R740xd("a"));
        var apart = Zone(R740xd("a"));
        for (var index = 0; index < 2; index++)
        {
            Place(together, $"c{index}", PlacementPolicy.Pack);
            Place(apart, $"c{index}", PlacementPolicy.Spread);
        }

        var packed = Measure(together, ReferenceFlavour.UsualOf(together)).References;
        var spread = Measure(apart, ReferenceFlavour.UsualOf(apart)).References;
        Assert.Equal([3, 1, 0], packed.Select(use => use.Count));
        Assert.Equal([2, 0, 0], spread.Select(use => use.Count));
        var cpus = packed[1].Resources[0];
        Assert.Equal((68, 38), (cpus.Free, cpus.Usable));
        Assert.Equal(30 / 68.0, cpus.Fragmentation);
        Assert.Equal(1, spread[1].Resources[0].Fragmentation);
    }

    [Fact]
    public void What_has_nothing_beside_it_is_of_no_use_either()
    {
        var ledger = Zone(R740xd("a"));
        var pages = Pinned(2, 90).OnNodes((1, 45), (1, 45));
        ledger.Apply(new("c"), _placer.Find(ledger, For("c", pages), PlacementPolicy.Pack)!, []);
        var half = Measure(ledger, ReferenceFlavour.UsualOf(ledger)).References[0];

        // 45 pages are left on each NUMA node: one guest of 19 CPUs there, and no second.
        Assert.Equal(2, half.Count);
        Assert.Equal(
            [(74L, 38L), (90, 90), (16, 8)], half.Resources.Select(resource => (resource.Free, resource.Usable)));
    }

    [Fact]
    public void Hosts_that_take_nothing_do_not_count_and_those_told_are_the_worst()
    {
        var ledger = Zone([.. Enumerable.Range(0, 10).Select(index => R740xd($"h-{index}"))]);
        ledger.SetAvailability(new("h-9"), HostAvailability.Maintenance);
        foreach (var (host, cpus) in new[] { ("h-3", 30), ("h-5", 20) })
        {
            var request = For(host, Pinned(cpus, 1)) with { OnlyHosts = [new(host)] };
            ledger.Apply(request.Compute, _placer.Find(ledger, request, PlacementPolicy.Pack)!, []);
        }

        var references = ReferenceFlavour.UsualOf(ledger)[..1];
        var zone = new FragmentationMeter(NodeOrder.LeastLeft).Measure(ledger, references, Most, tellHosts: 2);
        Assert.Equal((9, 9), (zone.HostCount, zone.MeasuredHostCount));
        Assert.Equal(
            [("h-5", 18L), ("h-3", 8)], zone.Hosts.Select(host => (host.Host.Value, Useless(host.References[0]))));
        var meter = new FragmentationMeter(NodeOrder.LeastLeft);
        var sampled = meter.Measure(ledger, references, maxHosts: 4, tellHosts: 9);
        Assert.Equal((9, 3), (sampled.HostCount, sampled.MeasuredHostCount));
        Assert.Equal(["h-3", "h-0", "h-6"], sampled.Hosts.Select(host => host.Host.Value));
    }

    [Fact]
    public void A_zone_without_dedicated_cpus_or_hosts_has_no_usual_guests()
    {
        var shared = R740xd("a");
        shared = shared with { SharedCpus = shared.DedicatedCpus };
        Assert.Empty(ReferenceFlavour.UsualOf(Zone(shared)));
        Assert.Empty(ReferenceFlavour.UsualOf(Zone()));
        Assert.Empty(Measure(Zone(), []).References);
    }

    [Fact]
    public void Usual_guests_are_well_formed_and_as_many_fit_an_empty_host_as_it_has_parts()
    {
        foreach (var host in new[] { R740xd(), SubNumaClusters(), EightNodes(), SparseIds() })
        {
            var ledger = Zone(host);
            var references = ReferenceFlavour.UsualOf(ledger);
            Assert.Equal(3, references.Length);
            Assert.All(references, reference => Assert.Empty(ComputeRequirementsRules.Check(reference.Requirements)));
            var uses = Measure(ledger, references).References;
            Assert.Equal(uses[1].Count * 2, uses[0].Count);
            Assert.Equal(uses[1].Count / 2, uses[2].Count);
        }
    }

    [Fact]
    public void What_is_measured_is_what_placing_one_after_the_other_leaves()
    {
        int partly = 0, none = 0, kinds = 0;
        for (var seed = 90_000; seed < 90_600; seed++)
        {
            var world = new World(seed, maxHosts: 4);
            var reference = new ReferenceFlavour("r", world.Make.Requirements());
            var before = world.Ledger.Digest();
            var measured = new FragmentationMeter(world.Policy.NodeOrder).Measure(
                world.Ledger, [reference], Most, tellHosts: 0).References[0];
            Assert.Equal(before, world.Ledger.Digest());
            var trial = world.Ledger.Copy();
            var placed = 0;
            for (; ; placed++)
            {
                var request = For($"p{placed}", reference.Requirements);
                if (_placer.Find(trial, request, world.Policy with { Filters = [] }) is not { } placement)
                {
                    break;
                }

                trial.Apply(request.Compute, placement, []);
            }

            Assert.True(measured.Count == placed, $"seed {seed}: {measured.Count} measured, {placed} placed");
            foreach (var use in measured.Resources)
            {
                Assert.True(use.Free == FreeOf(world.Ledger, use.Resource), $"seed {seed}: {use}");
                Assert.True(use.Usable == use.Free - FreeOf(trial, use.Resource), $"seed {seed}: {use}");
                Assert.InRange(use.Fragmentation, 0, 1);
                partly += use.Fragmentation is > 0 and < 1 ? 1 : 0;
                none += use is { Fragmentation: 1 } ? 1 : 0;
                kinds |= 1 << (int)use.Resource.Kind;
            }
        }

        output.WriteLine($"{partly} partly of use, {none} of none");
        Assert.True(partly > 50 && none > 50 && kinds == 7, $"{partly} partly of use, {none} of none, kinds {kinds}");
    }

    private static long FreeOf(ZoneLedger ledger, FragmentedResource resource) => ledger.Hosts()
        .Where(host => host.Availability == HostAvailability.Enabled)
        .Sum(host => resource.Kind switch
        {
            ResourceKind.DedicatedCpus => host.Nodes.Sum(node => node.FreeDedicatedCpus.Count),
            ResourceKind.HugePages => host.Nodes.SelectMany(node => node.HugePages)
                .Where(pages => pages.Size == resource.PageSize).Sum(pages => pages.Free),
            _ => host.PhysicalFunctions.Where(function => function.PhysicalNetwork is not null)
                .Sum(function => function.FreeVirtualFunctions),
        });

    private static long Useless(ReferenceUse use) => use.Resources[0].Free - use.Resources[0].Usable;

    private static ZoneFragmentation Measure(ZoneLedger ledger, ImmutableArray<ReferenceFlavour> references) =>
        new FragmentationMeter(NodeOrder.LeastLeft).Measure(ledger, references, Most, tellHosts: 0);

    private void Place(ZoneLedger ledger, string compute, PlacementPolicy policy)
    {
        var request = For(compute, Pinned(4, 4));
        ledger.Apply(request.Compute, _placer.Find(ledger, request, policy)!, []);
    }
}
