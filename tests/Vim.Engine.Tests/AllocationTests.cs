using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Engine.Tests.Support;
using Vim.Persistence.Memory;

namespace Vim.Engine.Tests;

public sealed class AllocationTests
{
    [Fact]
    public void Placed_is_answered_with_the_effective_placement_and_the_guest_comes_up_after() =>
        World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].IsSilent = true;
        var placed = (await world.AllocateAsync(Asked.Dedicated(4))).Ok();

        Assert.Equal(ComputePhase.Placed, placed.Phase);
        Assert.Equal(1, placed.Incarnation);
        Assert.Equal(4, placed.Placement!.Pins.Length);
        Assert.Equal(new HostId("h1"), placed.Placement.Host);
        Assert.Equal(placed, world.Compute(placed.Id));
        var order = Assert.IsType<CreateGuest>(Assert.Single(world.Agents.Orders));
        Assert.Same(placed.Placement, order.Spec.Placement);

        world.Agents["h1"].IsSilent = false;
        world.Settle();
        Assert.Equal(ComputePhase.Running, world.Compute(placed.Id).Phase);
        Assert.Single(world.Agents["h1"].Guests);
    });

    [Fact]
    public void Running_is_answered_when_the_guest_runs() => World.RunWithHosts(1, async world =>
    {
        var running = (await world.AllocateAsync(Asked.Dedicated(2) with { AnswerWhen = AnswerWhen.Running })).Ok();

        Assert.Equal(ComputePhase.Running, running.Phase);
        Assert.NotNull(running.StartedAt);
    });

    [Fact]
    public void What_does_not_fit_is_refused_with_reasons_and_leaves_nothing() => World.RunWithHosts(2, async world =>
    {
        var before = world.Engine.Statistics()["zone:z1"].LastPosition;
        var error = (await world.AllocateAsync(Asked.Dedicated(7))).Refused(ErrorCodes.NoFeasibleHost);

        Assert.Equal(2, error.Infeasible!.HostCount);
        var shortfall = Assert.Single(error.Infeasible.Shortfalls, item => item.Dimension == Dimension.DedicatedCpus);
        Assert.Equal(7, shortfall.Wanted);
        Assert.Equal(6, shortfall.Available);
        Assert.Equal(0, world.Engine.Views.Computes.Count);
        Assert.Equal(before, world.Engine.Statistics()["zone:z1"].LastPosition);
    });

    [Fact]
    public void A_host_that_refuses_makes_the_compute_failed_and_its_place_free() =>
        World.RunWithHosts(1, async world =>
    {
        var empty = await world.DigestAsync();
        world.Agents["h1"].Refuse = order => order is CreateGuest ? (ErrorCodes.HostRefused, false) : null;
        var error = (await world.AllocateAsync(Asked.Dedicated(4) with { AnswerWhen = AnswerWhen.Running }))
            .Refused(ErrorCodes.HostRefused);

        var failed = Assert.Single(world.Engine.Views.Computes.Snapshot()).State;
        Assert.Contains(failed.Id.Value, error.Resource, StringComparison.Ordinal);
        Assert.Equal(ComputePhase.Failed, failed.Phase);
        Assert.False(failed.HoldsClaim);
        Assert.Equal(empty, await world.DigestAsync());
    });

    [Fact]
    public void A_guest_that_is_not_where_it_was_placed_is_removed() => World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].Distort = seen => seen with { Pins = seen.Pins.SetItem(0, new(0, 1)) };
        (await world.AllocateAsync(Asked.Dedicated(4) with { AnswerWhen = AnswerWhen.Running }))
            .Refused(ErrorCodes.PlacementMismatch);
        world.Settle();

        Assert.Empty(world.Agents["h1"].Guests);
        Assert.False(Assert.Single(world.Engine.Views.Computes.Snapshot()).State.HoldsClaim);
    });

    [Fact]
    public void A_passing_failure_is_tried_again() => World.RunWithHosts(1, async world =>
    {
        var refusals = 2;
        world.Agents["h1"].Refuse = _ => refusals-- > 0 ? (ErrorCodes.HostRefused, true) : null;
        var placed = (await world.AllocateAsync(Asked.Dedicated(4))).Ok();
        world.Settle();
        Assert.Equal(ComputePhase.Placed, world.Compute(placed.Id).Phase);

        world.Advance(world.Options.RetryOrdersAfter);
        world.Advance(world.Options.RetryOrdersAfter);
        Assert.Equal(ComputePhase.Running, world.Compute(placed.Id).Phase);
    });

    [Fact]
    public void A_silent_host_keeps_its_claim_until_the_guest_is_surely_gone() => World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].IsSilent = true;
        var waiting = world.AllocateAsync(Asked.Dedicated(4) with { AnswerWhen = AnswerWhen.Running }).AsTask();
        world.Settle();
        Assert.False(waiting.IsCompleted);

        world.Clock.Advance(world.Options.OrderDeadline + world.Options.ResendOrdersAfter);
        world.Settle();
        var answer = await waiting;
        Assert.False(answer.IsSuccess);
        var failed = Assert.Single(world.Engine.Views.Computes.Snapshot()).State;
        Assert.Equal(ComputePhase.Failed, failed.Phase);
        Assert.True(failed.HoldsClaim);
        await world.CheckAsync();

        world.Agents["h1"].IsSilent = false;
        world.Settle();
        Assert.False(world.Compute(failed.Id).HoldsClaim);
        Assert.Empty(world.Agents["h1"].Guests);
    });

    [Fact]
    public void An_order_that_found_no_agent_is_given_again_when_the_agent_registers() =>
        World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].IsConnected = false;
        var placed = (await world.AllocateAsync(Asked.Dedicated(4))).Ok();
        world.Settle();
        Assert.Empty(world.Agents.Orders);

        await world.ReconnectAsync(world.Agents["h1"]);
        world.Settle();
        Assert.Equal(ComputePhase.Running, world.Compute(placed.Id).Phase);
    });

    [Fact]
    public void Every_bad_field_is_named_at_once() => World.RunWithHosts(1, async world =>
    {
        var bad = Asked.Dedicated(0, memoryGiB: 0) with { Name = new('x', 300) };
        var error = (await world.AllocateAsync(bad)).Refused(ErrorCodes.InvalidArgument);

        Assert.Equal(
            ["name", "num_virtual_cpu", "virtual_mem_size"],
            error.Fields.Select(field => field.Field).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void One_allocation_is_one_group_of_two_events() => World.RunWithHosts(new(), 1, async world =>
    {
        world.Agents["h1"].IsSilent = true;
        var before = world.Engine.Statistics()["zone:z1"];
        (await world.AllocateAsync(Asked.Dedicated(1))).Ok();
        var after = world.Engine.Statistics()["zone:z1"];

        Assert.Equal(2, after.Events - before.Events);
        Assert.Equal(1, after.Groups - before.Groups);
    });

    [Fact]
    public void Nothing_leaves_before_it_is_durable() => World.RunWithHosts(1, async world =>
    {
        PendingAppend? held = null;
        world.Decide = append => held = append;
        var waiting = world.AllocateAsync(Asked.Dedicated(1)).AsTask();
        world.Settle();

        Assert.False(waiting.IsCompleted);
        Assert.Empty(world.Agents.Orders);
        Assert.Equal(0, world.Engine.Views.Computes.Count);
        world.Decide = null;
        held!.Complete();
        (await waiting).Ok();
        Assert.Equal(1, world.Engine.Views.Computes.Count);
    });
}
