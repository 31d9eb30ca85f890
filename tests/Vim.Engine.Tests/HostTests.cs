using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class HostTests
{
    [Fact]
    public void A_host_whose_lease_lapsed_gets_no_computes_until_it_is_renewed() => World.RunWithHosts(1, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        (await world.OperatorAsync(new ReportLease(new("h1"), HostLease.Suspected, "no renewal"))).Ok();
        Assert.Equal(HostAvailability.Suspected, world.Engine.Views.Hosts.Find("h1")!.State.Availability);
        var error = (await world.AllocateAsync(Asked.Dedicated(1))).Refused(ErrorCodes.NoFeasibleHost);
        Assert.Contains(error.Infeasible!.Shortfalls, item => item.Dimension == Dimension.HostState);
        Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);

        (await world.OperatorAsync(new ReportLease(new("h1"), HostLease.Held, "renewed"))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(1))).Ok();
    });

    [Fact]
    public void Maintenance_keeps_computes_out_and_survives_a_lapse_and_a_restart() =>
        World.RunWithHosts(1, async world =>
    {
        (await world.OperatorAsync(new SetHostMaintenance(new("h1"), InMaintenance: true, "memory"))).Ok();
        (await world.OperatorAsync(new ReportLease(new("h1"), HostLease.Suspected, ""))).Ok();
        await world.RestartAsync();
        Assert.Equal(HostAvailability.Maintenance, world.Engine.Views.Hosts.Find("h1")!.State.Availability);
        (await world.AllocateAsync(Asked.Dedicated(1))).Refused(ErrorCodes.NoFeasibleHost);
        (await world.OperatorAsync(new SetHostMaintenance(new("h1"), InMaintenance: false, ""))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(1))).Ok();
    });

    [Fact]
    public void Aggregates_hold_computes_in_and_out_and_outlive_agents_and_restarts() =>
        World.RunWithHosts(2, async world =>
    {
        (await world.OperatorAsync(new SetHostAggregate(new("h2"), "gold", IsMember: true))).Ok();
        (await world.OperatorAsync(new SetHostAggregate(new("h2"), "edge", IsMember: true))).Ok();
        var digest = await world.DigestAsync();
        await world.RestartAsync();
        Assert.Equal(digest, await world.DigestAsync());
        Assert.Equal(["edge", "gold"], world.Engine.Views.Hosts.Find("h2")!.State.Aggregates);

        var wanted = Asked.Dedicated(1);
        var inside = (await world.AllocateAsync(wanted with { InAggregates = ["gold", "edge"] })).Ok();
        var outside = (await world.AllocateAsync(wanted with { NotInAggregates = ["gold"] })).Ok();
        Assert.Equal(("h2", "h1"), (inside.Placement!.Host.Value, outside.Placement!.Host.Value));
        Assert.Equal(["gold", "edge"], inside.Request!.InAggregates);

        (await world.OperatorAsync(new SetHostAggregate(new("h2"), "gold", IsMember: false))).Ok();
        (await world.OperatorAsync(new SetHostAggregate(new("h2"), "gold", IsMember: false))).Ok();
        var refused = (await world.AllocateAsync(wanted with { InAggregates = ["gold"] }))
            .Refused(ErrorCodes.NoFeasibleHost);
        Assert.Equal("gold required", Assert.Single(refused.Infeasible!.Shortfalls).Detail);
        world.Settle();
        Assert.Equal(ComputePhase.Running, world.Compute(inside.Id).Phase);
    });

    [Fact]
    public void Names_of_aggregates_that_cannot_be_and_too_many_are_refused() => World.RunWithHosts(1, async world =>
    {
        foreach (var name in new[] { "", "a b", "a/b", "a\n", new string('x', 256) })
        {
            (await world.OperatorAsync(new SetHostAggregate(new("h1"), name, IsMember: true)))
                .Refused(ErrorCodes.InvalidArgument);
            (await world.AllocateAsync(Asked.Dedicated(1) with { InAggregates = [name] }))
                .Refused(ErrorCodes.InvalidArgument);
        }

        for (var number = 0; number < HostAggregateRules.MaxAggregates; number++)
        {
            (await world.OperatorAsync(new SetHostAggregate(new("h1"), $"a{number}", IsMember: true))).Ok();
        }

        (await world.OperatorAsync(new SetHostAggregate(new("h1"), "more", IsMember: true)))
            .Refused(ErrorCodes.InvalidArgument);
        (await world.OperatorAsync(new SetHostAggregate(new("h1"), "a1", IsMember: true))).Ok();
        (await world.OperatorAsync(new SetHostAggregate(new("nowhere"), "a1", IsMember: true)))
            .Refused(ErrorCodes.NotFound);
    });

    [Fact]
    public void After_a_reboot_of_the_host_its_guests_are_made_again_at_the_same_place() =>
        World.RunWithHosts(1, async world =>
    {
        var running = await LifecycleTests.RunningAsync(world);
        var stopped = await LifecycleTests.RunningAsync(world);
        (await world.AskAsync(new OperateCompute(stopped, GuestOperation.Stop))).Ok();
        var placement = world.Compute(running).Placement;

        world.Agents["h1"].Reboot("boot-2");
        await world.ReconnectAsync(world.Agents["h1"]);
        world.Settle();
        Assert.Equal(ComputePhase.Running, world.Compute(running).Phase);
        Assert.Equal(placement, world.Compute(running).Placement);
        Assert.Equal([running], world.Agents["h1"].Guests.Keys);
        Assert.Equal(ComputePhase.Stopped, world.Compute(stopped).Phase);

        (await world.AskAsync(new OperateCompute(stopped, GuestOperation.Start))).Ok();
        Assert.Equal(ComputePhase.Running, world.Compute(stopped).Phase);
        Assert.Equal(2, world.Agents["h1"].Guests.Count);
    });

    [Fact]
    public void A_guest_that_vanished_without_a_reboot_is_lost_and_its_place_free() =>
        World.RunWithHosts(1, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        world.Agents["h1"].Guests.Clear();
        await world.ReconnectAsync(world.Agents["h1"]);
        var lost = world.Compute(id);
        Assert.Equal(ComputePhase.Failed, lost.Phase);
        Assert.Equal(ErrorCodes.GuestLost, lost.Failure!.Code);
        Assert.False(lost.HoldsClaim);
    });

    [Fact]
    public void Guests_that_nobody_knows_and_older_incarnations_are_destroyed() => World.RunWithHosts(1, async world =>
    {
        var id = (await world.AllocateAsync(Asked.Dedicated(1), "k")).Ok().Id;
        (await world.AskAsync(new TerminateCompute(id))).Ok();
        world.Advance(world.Options.KeyRetention + world.Options.SweepEvery);
        Assert.Equal(2, (await world.AllocateAsync(Asked.Dedicated(1), "k")).Ok().Incarnation);
        world.Settle();

        var host = world.Agents["h1"];
        host.Guests[id] = host.Guests[id] with { Incarnation = 1 };
        host.Guests[new("stranger")] = new()
        {
            Compute = new("stranger"),
            Incarnation = 1,
            PowerState = GuestPowerState.Running,
        };
        await world.ReconnectAsync(host);
        world.Settle();
        Assert.Empty(host.Guests);
        Assert.Equal(ErrorCodes.GuestLost, world.Compute(id).Failure!.Code);
    });

    [Fact]
    public void A_guest_that_stops_or_crashes_by_itself_is_noticed() => World.RunWithHosts(1, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        var host = world.Agents["h1"];
        var crashed = host.Guests[id] with { PowerState = GuestPowerState.Crashed, Message = "triple fault" };
        host.Guests[id] = crashed;
        (await world.OperatorAsync(new ReportGuests(new("h1"), IsComplete: false, [crashed]))).Ok();
        Assert.Equal(ComputePhase.Stopped, world.Compute(id).Phase);
        Assert.Equal("triple fault", world.Compute(id).Failure!.Message);

        (await world.AskAsync(new OperateCompute(id, GuestOperation.Start))).Ok();
        Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);
        Assert.Null(world.Compute(id).Failure);
    });

    [Fact]
    public void A_complete_list_that_is_older_than_a_guest_does_not_lose_it() => World.RunWithHosts(1, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        (await world.OperatorAsync(new ReportGuests(new("h1"), IsComplete: true, []))).Ok();
        Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);

        world.Advance(world.Options.FreshGuest);
        (await world.OperatorAsync(new ReportGuests(new("h1"), IsComplete: true, []))).Ok();
        Assert.Equal(ComputePhase.Failed, world.Compute(id).Phase);
        world.Agents["h1"].Guests.Clear();
    });

    [Fact]
    public void An_agent_that_does_not_come_back_after_a_restart_of_the_vim_is_suspected() =>
        World.RunWithHosts(2, async world =>
    {
        await world.CrashAsync();
        await world.ReconnectAsync(world.Agents["h1"]);
        world.Advance(world.Options.HostReturnGrace);
        Assert.Equal(HostAvailability.Enabled, world.Engine.Views.Hosts.Find("h1")!.State.Availability);
        Assert.Equal(HostAvailability.Suspected, world.Engine.Views.Hosts.Find("h2")!.State.Availability);

        await world.ReconnectAsync(world.Agents["h2"]);
        Assert.Equal(HostAvailability.Enabled, world.Engine.Views.Hosts.Find("h2")!.State.Availability);
    });

    [Fact]
    public void A_host_goes_only_without_computes_and_never_joins_two_zones() => World.RunWithHosts(1, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        (await world.OperatorAsync(new RemoveHost(new("h1")))).Refused(ErrorCodes.InUse);
        (await world.OperatorAsync(new RegisterHost(Inventories.Small("h1", "z2"), [], "fake")))
            .Refused(ErrorCodes.WrongState);
        (await world.AskAsync(new TerminateCompute(id))).Ok();
        (await world.OperatorAsync(new RemoveHost(new("h1")))).Ok();
        Assert.Equal(0, world.Engine.Views.Hosts.Count);
        (await world.AllocateAsync(Asked.Dedicated(1))).Refused(ErrorCodes.NoFeasibleHost);
    });

    [Fact]
    public void A_broken_inventory_is_refused_by_field() => World.Run(async world =>
    {
        var inventory = Inventories.Small("h1");
        inventory = inventory with { SharedCpus = inventory.ReservedCpus };
        var outcome = await world.OperatorAsync(new RegisterHost(inventory, [], "fake"));
        var error = outcome.Refused(ErrorCodes.InvalidArgument);
        Assert.NotEmpty(error.Fields);
    });

    [Fact]
    public void A_registration_that_tells_nothing_new_costs_no_event() => World.RunWithHosts(1, async world =>
    {
        var before = world.Engine.Statistics()["zone:z1"].LastPosition;
        await world.ReconnectAsync(world.Agents["h1"]);
        Assert.Equal(before, world.Engine.Statistics()["zone:z1"].LastPosition);
    });

    [Fact]
    public void Capacity_is_what_the_ledger_says() => World.RunWithHosts(2, async world =>
    {
        await LifecycleTests.RunningAsync(world, cpus: 4);
        var zone = (await world.OperatorAsync(new GetZoneCapacity(new("z1")))).Ok();
        Assert.Equal((2, 2, 1), (zone.HostCount, zone.EnabledHostCount, zone.ClaimCount));
        Assert.Equal((24, 20), (zone.DedicatedCpus.Total, zone.DedicatedCpus.Free));
        var host = (await world.OperatorAsync(new GetHostCapacity(new("h1")))).Ok();
        Assert.Equal(1, host.ClaimCount);
        (await world.OperatorAsync(new GetHostCapacity(new("h9")))).Refused(ErrorCodes.NotFound);
        (await world.OperatorAsync(new GetZoneCapacity(new("z9")))).Refused(ErrorCodes.UnknownZone);
    });
}
