using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Engine.Routing;
using Vim.Engine.Tests.Support;
using Vim.Engine.Views;

namespace Vim.Engine.Tests;

/// <summary>
/// How many more fit, counted and then placed: hosts with 6 dedicated CPUs on each of two NUMA nodes, two in zone z1
/// and one in zone z2.
/// </summary>
public sealed class FittingTests
{
    [Fact]
    public void What_is_counted_is_what_can_be_placed_zone_by_zone() => RunWithZones(async world =>
    {
        var ask = Asked.Dedicated(4, 2);
        var counted = await CountAsync(world, ask);
        Assert.Equal([("z1", 4), ("z2", 2)], counted.Zones.Select(zone => (zone.Zone.Value, zone.Count.Count)));
        Assert.Equal(new BoundedCount(6, IsLimitReached: false), counted.All);
        for (var left = 6; left > 0; left--)
        {
            (await world.AllocateAsync(ask)).Ok();
            world.Settle();
            Assert.Equal(left - 1, (await CountAsync(world, ask)).All.Count);
        }

        (await world.AllocateAsync(ask)).Refused(ErrorCodes.NoFeasibleHost);
    });

    [Fact]
    public void A_flavour_and_a_zone_are_counted_and_counting_ends_at_the_limit() => RunWithZones(async world =>
    {
        var wanted = Asked.Dedicated(2).Requirements!;
        var flavour = (await world.AskAsync(new CreateFlavour { Requirements = wanted })).Ok();
        var ask = new AllocateCompute { Flavour = flavour.Id, Zone = new ZoneId("z1") };
        Assert.Equal(new BoundedCount(12, IsLimitReached: false), (await CountAsync(world, ask, most: 12)).All);
        var cut = await CountAsync(world, ask, most: 11);
        Assert.Equal(new BoundedCount(11, IsLimitReached: true), cut.All);
        Assert.Equal(cut.All, Assert.Single(cut.Zones).Count);

        // Neither zone reaches the limit by itself.
        var both = await CountAsync(world, ask with { Zone = null }, most: 13);
        Assert.Equal(new BoundedCount(13, IsLimitReached: true), both.All);
    });

    [Fact]
    public void Groups_hold_among_those_that_are_counted() => RunWithZones(async world =>
    {
        var hosts = await InGroupAsync(world, AffinityType.AntiAffinity, AffinityScope.Host);
        Assert.Equal(3, (await CountAsync(world, hosts)).All.Count);
        var zones = await InGroupAsync(world, AffinityType.AntiAffinity, AffinityScope.Zone);
        Assert.Equal(2, (await CountAsync(world, zones)).All.Count);

        // Together in one zone: that which has most room is asked first.
        var together = await CountAsync(world, await InGroupAsync(world, AffinityType.Affinity, AffinityScope.Zone));
        Assert.Equal((4, 2), (together.Zones[0].Count.Count, together.Zones[1].Count.Count));
        Assert.Equal(4, together.All.Count);
        var host = await InGroupAsync(world, AffinityType.Affinity, AffinityScope.Host);
        Assert.Equal(2, (await CountAsync(world, host)).All.Count);
        (await world.AllocateAsync(host with { Zone = new ZoneId("z2") })).Ok();
        world.Settle();
        var rest = await CountAsync(world, host);
        Assert.Equal(("z2", 1), (Assert.Single(rest.Zones).Zone.Value, rest.All.Count));
    });

    [Fact]
    public void What_two_computes_had_one_after_the_other_is_counted_once() => RunWithZones(async world =>
    {
        var first = (await world.AllocateAsync(Asked.Dedicated(4) with { Zone = new ZoneId("z1") })).Ok();
        world.Settle();

        // As a reader finds them who read one before it ended and the other after it began.
        var next = new ComputeId($"{first.Id}-next");
        var views = new EngineViews();
        Put(views.Hosts, world.Engine.Views.Hosts.Find(first.Placement!.Host.Value)!);
        Put(views.Computes, new ComputeView(first, Version: 1));
        Put(views.Computes, new ComputeView(
            first with { Id = next, Request = first.Request! with { Compute = next } }, Version: 1));
        var copy = ZoneCopy.Of(views, new ZoneId("z1"));
        Assert.Equal(first.Id, Assert.Single(copy.Computes).Id);
        Assert.Equal((1, 1), (copy.Ledger.ClaimCount, copy.Ledger.HostCount));
    });

    private static void Put<TView>(ViewTable<TView> table, TView view)
        where TView : class, IView
    {
        using (table.BeginGroup())
        {
            table.Put(view);
        }
    }

    [Fact]
    public void What_is_not_known_is_refused() => RunWithZones(async world =>
    {
        var none = new AllocateCompute { Flavour = new FlavourId("none") };
        (await world.AskAsync(new CountFitting(none, 10))).Refused(ErrorCodes.NotFound);
        var elsewhere = Asked.Dedicated(1) with { Zone = new ZoneId("z9") };
        (await world.AskAsync(new CountFitting(elsewhere, 10))).Refused(ErrorCodes.UnknownZone);
    });

    private static async Task<FittingCount> CountAsync(World world, AllocateCompute ask, int most = 100) =>
        (await world.AskAsync(new CountFitting(ask, most))).Ok();

    private static async Task<AllocateCompute> InGroupAsync(World world, AffinityType type, AffinityScope scope)
    {
        var group = (await world.AskAsync(new CreateAffinityGroup(null, "g", type, scope))).Ok();
        return Asked.Dedicated(4, 2) with { Constraints = [new(type, scope, group.Id, [])] };
    }

    private static void RunWithZones(Func<World, Task> test) => World.RunWithHosts(2, async world =>
    {
        await world.ConnectAsync(Inventories.Small("h9", "z2"));
        await test(world);
    });
}
