using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Zones;
using Vim.Engine.Tests.Support;
using Vim.Persistence.Memory;

namespace Vim.Engine.Tests;

public sealed class ZoneTests
{
    [Fact]
    public void The_zone_given_is_the_zone_taken() => World.RunInTwoZones(async world =>
    {
        var placed = (await world.AllocateAsync(Asked.Dedicated(1) with { Zone = new ZoneId("z2") })).Ok();
        Assert.Equal(new ZoneId("z2"), placed.Zone);
        Assert.Equal(new HostId("b1"), placed.Placement!.Host);
        var nowhere = Asked.Dedicated(1) with { Zone = new ZoneId("z9") };
        (await world.AllocateAsync(nowhere)).Refused(ErrorCodes.UnknownZone);
    });

    [Fact]
    public void When_one_zone_is_full_the_next_is_taken_and_when_all_are_the_reasons_are_merged() =>
        World.RunInTwoZones(async world =>
    {
        var zones = new HashSet<ZoneId>();
        for (var number = 0; number < 4; number++)
        {
            zones.Add((await world.AllocateAsync(Asked.Dedicated(6))).Ok().Zone);
        }

        Assert.Equal(2, zones.Count);
        var error = (await world.AllocateAsync(Asked.Dedicated(6))).Refused(ErrorCodes.NoFeasibleHost);
        Assert.Equal(2, error.Infeasible!.HostCount);
        Assert.Contains("2 zones", error.Message, StringComparison.Ordinal);
        var cpus = Assert.Single(error.Infeasible.Shortfalls, item => item.Dimension == Dimension.DedicatedCpus);
        Assert.Equal(2, cpus.HostsFailed);
    });

    [Fact]
    public void A_retry_finds_its_compute_in_whichever_zone_it_is() => World.RunInTwoZones(async world =>
    {
        var keys = Enumerable.Range(0, 6).Select(number => $"k{number}").ToList();
        var first = new List<ComputeId>();
        foreach (var key in keys)
        {
            first.Add((await world.AllocateAsync(Asked.Dedicated(3), key)).Ok().Id);
        }

        await world.RestartAsync();
        Assert.Equal(2, world.Engine.Views.Computes.Snapshot().Select(view => view.State.Zone).Distinct().Count());
        foreach (var (key, id) in keys.Zip(first))
        {
            Assert.Equal(id, (await world.AllocateAsync(Asked.Dedicated(3), key)).Ok().Id);
        }

        Assert.Equal(6, world.Engine.Views.Computes.Count);
    });

    [Fact]
    public void Members_of_an_affinity_group_share_their_host_even_when_they_come_at_once() =>
        World.RunInTwoZones(async world =>
    {
        var group = await GroupAsync(world, AffinityType.Affinity, AffinityScope.Host);
        var asked = Asked.Dedicated(1) with { Constraints = [group] };
        var placed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AllocateAsync(asked).AsTask()));
        Assert.Single(placed.Select(outcome => outcome.Ok().Placement!.Host).Distinct());
    });

    /// <summary>
    /// A socket has six CPUs for guests, so the seventh finds no room though the other zone is empty.
    /// </summary>
    [Fact]
    public void Members_of_a_group_by_socket_share_their_zone_and_socket_or_are_apart_by_it() =>
        World.RunInTwoZones(async world =>
    {
        var together = Asked.Dedicated(1) with
        {
            Constraints = [await GroupAsync(world, AffinityType.Affinity, AffinityScope.Socket)],
        };
        var placed = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.AllocateAsync(together).AsTask()));
        Assert.Single(placed.Select(outcome => SocketOf(outcome.Ok())).Distinct());
        var refusal = (await world.AllocateAsync(together)).Refused(ErrorCodes.NoFeasibleHost);
        Assert.Contains("fits without Affinity to group", refusal.Message, StringComparison.Ordinal);

        var apart = Asked.Dedicated(1) with
        {
            Constraints = [await GroupAsync(world, AffinityType.AntiAffinity, AffinityScope.Socket)],
        };
        placed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.AllocateAsync(apart).AsTask()));
        Assert.Equal(3, placed.Select(outcome => SocketOf(outcome.Ok())).Distinct().Count());
        Assert.False((await world.AllocateAsync(apart)).IsSuccess);
    });

    [Fact]
    public void Members_of_an_anti_affinity_group_of_zone_scope_differ_even_when_they_come_at_once() =>
        World.RunInTwoZones(async world =>
    {
        var group = await GroupAsync(world, AffinityType.AntiAffinity, AffinityScope.Zone);
        var asked = Asked.Dedicated(1) with { Constraints = [group] };
        var placed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.AllocateAsync(asked).AsTask()));
        Assert.Equal(2, placed.Select(outcome => outcome.Ok().Zone).Distinct().Count());
    });

    [Fact]
    public void Members_of_a_group_wait_for_each_other_only_where_they_could_choose_different_zones()
    {
        WaitInTwoZones(AffinityType.Affinity, AffinityScope.Host, expected: 1);
        WaitInTwoZones(AffinityType.Affinity, AffinityScope.Socket, expected: 1);
        WaitInTwoZones(AffinityType.AntiAffinity, AffinityScope.Zone, expected: 1);
        WaitInTwoZones(AffinityType.AntiAffinity, AffinityScope.Host, expected: 2);
        WaitInTwoZones(AffinityType.AntiAffinity, AffinityScope.Socket, expected: 2);
        World.RunWithHosts(2, world => CountAtOnceAsync(
            world, AffinityType.Affinity, AffinityScope.Host, expected: 2));
    }

    [Fact]
    public void Members_of_an_anti_affinity_group_of_zone_scope_are_in_different_zones() =>
        World.RunInTwoZones(async world =>
        {
            var group = await GroupAsync(world, AffinityType.AntiAffinity, AffinityScope.Zone);
            var asked = Asked.Dedicated(1) with { Constraints = [group] };
            var one = (await world.AllocateAsync(asked)).Ok();
            var two = (await world.AllocateAsync(asked)).Ok();
            Assert.NotEqual(one.Zone, two.Zone);
            Assert.False((await world.AllocateAsync(asked)).IsSuccess);
        });

    [Fact]
    public void A_compute_can_be_placed_with_or_apart_from_another() => World.RunWithHosts(2, async world =>
    {
        var one = (await world.AllocateAsync(Asked.Dedicated(1))).Ok();
        AllocateCompute To(AffinityType type) => Asked.Dedicated(1) with
        {
            Constraints = [new(type, AffinityScope.Host, null, [one.Id])],
        };
        var near = (await world.AllocateAsync(To(AffinityType.Affinity))).Ok();
        var far = (await world.AllocateAsync(To(AffinityType.AntiAffinity))).Ok();
        Assert.Equal(one.Placement!.Host, near.Placement!.Host);
        Assert.NotEqual(one.Placement.Host, far.Placement!.Host);
    });

    [Fact]
    public void Explaining_says_what_an_allocation_would_do_and_does_nothing() => World.RunInTwoZones(async world =>
    {
        var before = world.Engine.Statistics().Values.Sum(shard => shard.LastPosition);
        var inZone = Asked.Dedicated(6) with { Zone = new ZoneId("z1") };
        var fits = (await world.AskAsync(new ExplainPlacement(inZone))).Ok();
        var verdict = Assert.Single(fits.Zones);
        var refused = (await world.AskAsync(new ExplainPlacement(Asked.Dedicated(7)))).Ok();
        Assert.All(refused.Zones, zone => Assert.NotNull(zone.Infeasible));
        Assert.Equal(before, world.Engine.Statistics().Values.Sum(shard => shard.LastPosition));

        var placed = (await world.AllocateAsync(Asked.Dedicated(6) with { Zone = new ZoneId("z1") })).Ok();
        Assert.Equal(verdict.Placement!.Pins, placed.Placement!.Pins);
    });

    [Fact]
    public void Zones_are_known_after_a_restart_before_any_host_comes_back() => World.RunInTwoZones(async world =>
    {
        await world.CrashAsync();
        Assert.Equal(["z1", "z2"], world.Engine.Views.Zones.Snapshot().Select(zone => zone.Id));
        Assert.Equal(1, world.Engine.Views.Zones.Find("z1")!.HostCount);
        await world.ReconnectAllAsync();
    });

    private static void WaitInTwoZones(AffinityType type, AffinityScope scope, int expected) =>
        World.RunInTwoZones(world => CountAtOnceAsync(world, type, scope, expected));

    /// <summary>How many of two allocations into a group are in the journal's hands at once.</summary>
    private static async Task CountAtOnceAsync(World world, AffinityType type, AffinityScope scope, int expected)
    {
        await world.ConnectAsync(Inventories.Small("more", "z1"));
        var asked = Asked.Dedicated(1) with { Constraints = [await GroupAsync(world, type, scope)] };
        var held = new List<PendingAppend>();
        world.Decide = held.Add;
        var allocations = Enumerable.Range(0, 2).Select(_ => world.AllocateAsync(asked).AsTask()).ToList();
        world.Settle();
        Assert.Equal(expected, held.Sum(append => append.Batch.Events.Count(one => one.Type == "ComputePlaced")));

        world.Decide = null;
        held.ForEach(append => append.Complete());
        await Task.WhenAll(allocations);
    }

    /// <summary>On the hosts of these tests each NUMA node is a socket.</summary>
    private static (HostId Host, int Socket) SocketOf(ComputeState compute) =>
        (compute.Placement!.Host, compute.Placement.Nodes.Single().HostNode);

    private static async Task<AffinityConstraint> GroupAsync(World world, AffinityType type, AffinityScope scope)
    {
        var group = (await world.AskAsync(new CreateAffinityGroup(null, "group", type, scope))).Ok();
        return new(type, scope, group.Id, []);
    }
}
