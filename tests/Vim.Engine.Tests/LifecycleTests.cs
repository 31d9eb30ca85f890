using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class LifecycleTests
{
    [Fact]
    public void Stop_start_reboot_pause_and_unpause_are_done_by_the_host() => World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        Assert.Equal(ComputePhase.Stopped, (await Operate(world, id, GuestOperation.Stop)).Ok().Phase);
        Assert.Equal(GuestPowerState.Stopped, world.Agents["h1"].Guests[id].PowerState);
        Assert.Equal(ComputePhase.Running, (await Operate(world, id, GuestOperation.Start)).Ok().Phase);
        Assert.Equal(ComputePhase.Running, (await Operate(world, id, GuestOperation.Reboot)).Ok().Phase);
        Assert.Equal(ComputePhase.Paused, (await Operate(world, id, GuestOperation.Pause)).Ok().Phase);
        Assert.Equal(ComputePhase.Running, (await Operate(world, id, GuestOperation.Unpause)).Ok().Phase);
        Assert.Equal(5, world.Agents.Orders.OfType<OperateGuest>().Count());
    });

    [Fact]
    public void What_is_so_already_is_done_without_the_host_and_what_is_impossible_is_refused() =>
        World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        (await Operate(world, id, GuestOperation.Start)).Ok();
        (await Operate(world, id, GuestOperation.Stop)).Ok();
        (await Operate(world, id, GuestOperation.Reboot)).Refused(ErrorCodes.WrongState);
        (await Operate(world, id, GuestOperation.Pause)).Refused(ErrorCodes.WrongState);
        Assert.Single(world.Agents.Orders.OfType<OperateGuest>());
    });

    [Fact]
    public void An_operation_that_the_host_refuses_leaves_the_guest_as_it_was() => World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        world.Agents["h1"].Refuse = order => order is OperateGuest ? (ErrorCodes.HostRefused, false) : null;
        (await Operate(world, id, GuestOperation.Reboot)).Refused(ErrorCodes.HostRefused);
        Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);
        Assert.Null(world.Compute(id).Pending);
    });

    [Fact]
    public void Two_operations_at_once_are_refused_and_the_same_key_is_the_same_operation() =>
        World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        world.Agents["h1"].IsSilent = true;
        var first = Operate(world, id, GuestOperation.Reboot, "key-1").AsTask();
        world.Settle();
        (await Operate(world, id, GuestOperation.Stop)).Refused(ErrorCodes.WrongState);
        var again = Operate(world, id, GuestOperation.Reboot, "key-1").AsTask();
        world.Settle();
        world.Agents["h1"].IsSilent = false;
        (await first).Ok();
        (await again).Ok();
        (await Operate(world, id, GuestOperation.Reboot, "key-1")).Ok();
        (await Operate(world, id, GuestOperation.Stop, "key-1")).Refused(ErrorCodes.IdempotencyKeyReused);
        Assert.Equal(1, world.Compute(id).LastOperation);
    });

    [Theory]
    [InlineData(ComputePhase.Placed)]
    [InlineData(ComputePhase.Running)]
    [InlineData(ComputePhase.Stopped)]
    [InlineData(ComputePhase.Paused)]
    [InlineData(ComputePhase.Starting)]
    [InlineData(ComputePhase.Failed)]
    [InlineData(ComputePhase.Terminating)]
    [InlineData(ComputePhase.Terminated)]
    public void Terminated_in_every_state_and_all_is_free_again(ComputePhase phase) =>
        World.RunWithHosts(1, async world =>
    {
        var empty = await world.DigestAsync();
        var id = await InPhaseAsync(world, phase);
        Assert.Equal(phase, world.Compute(id).Phase);

        world.Agents["h1"].IsSilent = false;
        world.Agents["h1"].Refuse = _ => null;
        var ended = (await world.AskAsync(new TerminateCompute(id))).Ok();
        Assert.Equal(ComputePhase.Terminated, ended.Phase);
        Assert.Equal(empty, await world.DigestAsync());
        Assert.Empty(world.Agents["h1"].Guests);
        Assert.Equal(ended, (await world.AskAsync(new TerminateCompute(id))).Ok());
    });

    [Fact]
    public void Termination_waits_for_a_host_that_is_away_and_can_be_accepted_at_once() =>
        World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        world.Agents["h1"].IsConnected = false;
        var accepted = (await world.AskAsync(new TerminateCompute(id, TerminateAnswer.Accepted))).Ok();
        Assert.Equal(ComputePhase.Terminating, accepted.Phase);
        var waiting = world.AskAsync(new TerminateCompute(id)).AsTask();
        world.Settle();
        Assert.False(waiting.IsCompleted);

        await world.ReconnectAsync(world.Agents["h1"]);
        Assert.Equal(ComputePhase.Terminated, (await waiting).Ok().Phase);
    });

    [Fact]
    public void Name_and_metadata_change_and_nothing_else() => World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        var before = world.Compute(id);
        var after = (await world.AskAsync(new UpdateCompute(id, "new", [new("a", "b")]))).Ok();
        Assert.Equal("new", after.Name);
        Assert.Equal([new MetadataEntry("a", "b")], after.Metadata);
        Assert.Equal(before with { Name = "new", Metadata = after.Metadata }, after);
    });

    [Fact]
    public void A_guest_that_the_host_does_not_find_is_missing_and_its_compute_is_not() =>
        World.RunWithHosts(1, async world =>
        {
            var id = await RunningAsync(world);
            world.Agents["h1"].Refuse = order => order is OperateGuest ? (ErrorCodes.NotFound, false) : null;
            var refusal = (await Operate(world, id, GuestOperation.Stop)).Refused(ErrorCodes.GuestMissing);
            Assert.Contains("h1", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(id.Value, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);
        });

    [Fact]
    public void Tenants_do_not_see_each_others_computes() => World.RunWithHosts(1, async world =>
    {
        var id = await RunningAsync(world);
        var other = World.Tenant with { ResourceGroup = new("tenant-2") };
        (await world.AskAsync(new TerminateCompute(id), other)).Refused(ErrorCodes.NotFound);
        (await world.AskAsync(new OperateCompute(id, GuestOperation.Stop), other)).Refused(ErrorCodes.NotFound);
        (await world.AskAsync(new TerminateCompute(new("no-such")))).Refused(ErrorCodes.NotFound);
    });

    [Fact]
    public void Ended_computes_are_forgotten_after_their_retention() => World.RunWithHosts(1, async world =>
    {
        var id = (await world.AllocateAsync(Asked.Dedicated(1), "k")).Ok().Id;
        (await world.AskAsync(new TerminateCompute(id))).Ok();
        world.Advance(world.Options.KeyRetention - TimeSpan.FromMinutes(1));
        Assert.Equal(ComputePhase.Terminated, world.Compute(id).Phase);

        world.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(world.Engine.Views.Computes.Find(id.Value));
        var again = (await world.AllocateAsync(Asked.Dedicated(2), "k")).Ok();
        Assert.Equal(id, again.Id);
        Assert.Equal(2, again.Incarnation);
    });

    [Fact]
    public void Ended_computes_beyond_the_limit_are_forgotten_before_their_time() => World.Run(
        new EngineOptions { MaxEndedComputes = 2 },
        async world =>
        {
            await world.ConnectAsync(Inventories.Small("h1"));
            for (var number = 0; number < 5; number++)
            {
                var id = (await world.AllocateAsync(Asked.Dedicated(1))).Ok().Id;
                (await world.AskAsync(new TerminateCompute(id))).Ok();
            }

            world.Advance(world.Options.SweepEvery);
            Assert.Equal(2, world.Engine.Views.Computes.Count);
        });

    [Fact]
    public void Many_that_ended_at_once_are_forgotten_one_part_right_after_the_other() => World.Run(
        new EngineOptions { MaxEndedComputes = 2 },
        async world =>
        {
            await world.ConnectAsync(Inventories.Small("h1"));
            for (var number = 0; number < 1_200; number++)
            {
                var id = (await world.AllocateAsync(Asked.Dedicated(1))).Ok().Id;
                (await world.AskAsync(new TerminateCompute(id))).Ok();
            }

            world.Advance(world.Options.SweepEvery);
            world.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(2, world.Engine.Views.Computes.Count);
        });

    internal static async Task<ComputeId> RunningAsync(World world, int cpus = 2)
    {
        var asked = Asked.Dedicated(cpus) with { AnswerWhen = AnswerWhen.Running };
        return (await world.AllocateAsync(asked)).Ok().Id;
    }

    private static ValueTask<Outcome<ComputeState>> Operate(
        World world, ComputeId id, GuestOperation operation, string? key = null) =>
        world.AskAsync(new OperateCompute(id, operation), World.Tenant with { IdempotencyKey = key });

    private static async Task<ComputeId> InPhaseAsync(World world, ComputePhase phase)
    {
        var host = world.Agents["h1"];
        switch (phase)
        {
            case ComputePhase.Placed:
                host.IsSilent = true;
                return (await world.AllocateAsync(Asked.Dedicated(2))).Ok().Id;
            case ComputePhase.Failed:
                host.Refuse = _ => (ErrorCodes.HostRefused, false);
                var failed = (await world.AllocateAsync(Asked.Dedicated(2))).Ok().Id;
                world.Settle();
                return failed;
        }

        var id = await RunningAsync(world);
        switch (phase)
        {
            case ComputePhase.Stopped:
                (await Operate(world, id, GuestOperation.Stop)).Ok();
                break;
            case ComputePhase.Paused:
                (await Operate(world, id, GuestOperation.Pause)).Ok();
                break;
            case ComputePhase.Starting:
                host.IsSilent = true;
                _ = Operate(world, id, GuestOperation.Reboot).AsTask();
                world.Settle();
                break;
            case ComputePhase.Terminating:
                host.IsSilent = true;
                (await world.AskAsync(new TerminateCompute(id, TerminateAnswer.Accepted))).Ok();
                break;
            case ComputePhase.Terminated:
                (await world.AskAsync(new TerminateCompute(id))).Ok();
                break;
        }

        return id;
    }
}
