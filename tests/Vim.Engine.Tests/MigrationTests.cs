using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Zones;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class MigrationTests
{
    [Fact]
    public void A_running_guest_goes_to_another_host_and_leaves_nothing_behind() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        var before = world.Compute(id);
        Assert.Equal("h1", before.Placement!.Host.Value);

        var after = (await MigrateAsync(world, id)).Ok();
        Assert.Equal(ComputePhase.Running, after.Phase);
        Assert.Equal("h2", after.Placement!.Host.Value);
        Assert.Equal(before.StartedAt, after.StartedAt);
        Assert.Null(after.Migration);
        Assert.Empty(world.Agents["h1"].Guests);
        var guest = Assert.Single(world.Agents["h2"].Guests).Value;
        Assert.Equal(GuestPowerState.Running, guest.PowerState);
        Assert.Equal(after.Placement.Pins, guest.Pins);
        Assert.Equal(
            ["create", "prepare", "send", "settle", "destroy"],
            world.Agents.Orders.Select(order => order.CommandId.Split(':')[2]));
        Assert.Equal([new ClaimEntry(id, new("h2"))], (await AuditAsync(world)).Claims);
    });

    [Fact]
    public void A_target_that_tells_of_the_running_guest_is_believed_before_it_is_asked() =>
        World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        world.Agents["h1"].Lose = order => order is SendGuest;
        var migration = MigrateAsync(world, id).AsTask();
        world.Settle();
        Assert.Equal(MigrationStage.Sending, world.Compute(id).Migration!.Stage);
        var told = new ReportGuests(new("h2"), IsComplete: true, [.. world.Agents["h2"].Guests.Values]);
        (await world.OperatorAsync(told)).Ok();
        Assert.Equal("h2", (await migration).Ok().Placement!.Host.Value);
        Assert.DoesNotContain(world.Agents.Orders, order => order is SettleGuest);
    });

    [Fact]
    public void While_it_migrates_it_holds_two_places_and_nobody_touches_it() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world, cpus: 6);
        world.Agents["h2"].Hold = order => order is PrepareGuest;
        var first = MigrateAsync(world, id, "key-1").AsTask();
        world.Settle();
        Assert.Equal(
            [new ClaimEntry(id, new("h1")), new ClaimEntry(id, new("h2"), IsElsewhere: true)],
            (await AuditAsync(world)).Claims);
        (await world.AskAsync(new OperateCompute(id, GuestOperation.Stop))).Refused(ErrorCodes.Migrating);
        (await MigrateAsync(world, id)).Refused(ErrorCodes.Migrating);
        (await world.AskAsync(new OperateCompute(id, GuestOperation.Stop), Keyed("key-1")))
            .Refused(ErrorCodes.IdempotencyKeyReused);

        var digest = await world.DigestAsync();
        await world.RestartAsync();
        Assert.Equal(digest, await world.DigestAsync());

        var again = MigrateAsync(world, id, "key-1").AsTask();
        world.Settle();
        world.Agents["h2"].Hold = _ => false;
        world.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("h2", (await again).Ok().Placement!.Host.Value);
        Assert.True(first.IsCompleted || world.Compute(id).Migration is null);
        Assert.Equal("h2", (await MigrateAsync(world, id, "key-1")).Ok().Placement!.Host.Value);
    });

    [Fact]
    public void The_caller_says_where_to_and_where_not() => World.RunWithHosts(3, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        var only = new MigrateCompute(id) { OnlyHosts = [new("h3")] };
        Assert.Equal("h3", (await world.AskAsync(only)).Ok().Placement!.Host.Value);
        var not = new MigrateCompute(id) { NotHosts = [new("h1")] };
        Assert.Equal("h2", (await world.AskAsync(not)).Ok().Placement!.Host.Value);
        var own = new MigrateCompute(id) { OnlyHosts = [new("h2")] };
        var refusal = (await world.AskAsync(own)).Refused(ErrorCodes.NoFeasibleHost);
        Assert.NotEmpty(refusal.Infeasible!.Shortfalls);
    });

    [Fact]
    public void What_cannot_be_migrated_live_says_why() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        (await world.AskAsync(new MigrateCompute(id, MigrationType.Offline))).Refused(ErrorCodes.NotSupported);
        (await world.AskAsync(new MigrateCompute(new("nobody")))).Refused(ErrorCodes.NotFound);
        (await world.AskAsync(
            new MigrateCompute(id), new() { Principal = "other", ResourceGroup = new("tenant-2") }))
            .Refused(ErrorCodes.NotFound);
        (await world.AskAsync(new OperateCompute(id, GuestOperation.Stop))).Ok();
        (await MigrateAsync(world, id)).Refused(ErrorCodes.NotLiveMigratable);

        var bound = Asked.Dedicated(1);
        bound = bound with
        {
            AnswerWhen = AnswerWhen.Running,
            Vnics = [new() { Name = "data", Kind = VnicKind.SriovVf, PhysicalNetwork = "physnet1" }],
        };
        var holder = (await world.AllocateAsync(bound)).Ok();
        var refusal = (await MigrateAsync(world, holder.Id)).Refused(ErrorCodes.NotLiveMigratable);
        Assert.Contains("data", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{holder.Placement!.Vnics[0].VirtualFunction}", refusal.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_group_is_honoured_and_both_places_count_against_the_others() => World.RunWithHosts(3, async world =>
    {
        var group = (await world.AskAsync(
            new CreateAffinityGroup(null, "apart", AffinityType.AntiAffinity, AffinityScope.Host))).Ok().Id;
        var member = Asked.Dedicated(1) with
        {
            AnswerWhen = AnswerWhen.Running,
            Constraints = [new(AffinityType.AntiAffinity, AffinityScope.Host, group, [])],
        };
        var first = (await world.AllocateAsync(member)).Ok();
        var second = (await world.AllocateAsync(member)).Ok();
        Assert.NotEqual(first.Placement!.Host, second.Placement!.Host);
        world.Agents["h3"].Hold = order => order is PrepareGuest;
        var migration = MigrateAsync(world, first.Id).AsTask();
        world.Settle();
        Assert.Equal("h3", world.Compute(first.Id).Migration!.Elsewhere.Host.Value);
        (await world.AllocateAsync(member)).Refused(ErrorCodes.NoFeasibleHost);
        world.Agents["h3"].Hold = _ => false;
        Assert.Equal("h3", (await migration).Ok().Placement!.Host.Value);
        Assert.Equal(first.Placement.Host, (await world.AllocateAsync(member)).Ok().Placement!.Host);
    });

    [Fact]
    public void A_member_of_a_group_by_socket_leaves_its_host_only_while_it_is_alone() =>
        World.RunWithHosts(2, async world =>
    {
        var group = (await world.AskAsync(
            new CreateAffinityGroup(null, "together", AffinityType.Affinity, AffinityScope.Socket))).Ok().Id;
        var member = Asked.Dedicated(1) with
        {
            AnswerWhen = AnswerWhen.Running,
            Constraints = [new(AffinityType.Affinity, AffinityScope.Socket, group, [])],
        };
        var first = (await world.AllocateAsync(member)).Ok();
        var moved = (await MigrateAsync(world, first.Id)).Ok();
        Assert.NotEqual(first.Placement!.Host, moved.Placement!.Host);
        var second = (await world.AllocateAsync(member)).Ok();
        Assert.Equal(
            (moved.Placement.Host, moved.Placement.Nodes[0].HostNode),
            (second.Placement!.Host, second.Placement.Nodes[0].HostNode));
        (await MigrateAsync(world, first.Id)).Refused(ErrorCodes.NoFeasibleHost);
    });

    [Theory]
    [InlineData("prepare")]
    [InlineData("send")]
    public void A_host_that_refuses_leaves_the_guest_where_it_was(string verb) => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        var before = world.Compute(id).Placement;
        foreach (var host in world.Agents.Hosts)
        {
            host.Refuse = order => IsOf(order, verb) ? (ErrorCodes.HostRefused, false) : null;
        }

        (await MigrateAsync(world, id, "key")).Refused(ErrorCodes.HostRefused);
        world.Settle();
        (await MigrateAsync(world, id, "key")).Refused(ErrorCodes.HostRefused);
        var after = world.Compute(id);
        Assert.Equal(ComputePhase.Running, after.Phase);
        Assert.Equal(before, after.Placement);
        Assert.Equal(ErrorCodes.HostRefused, after.Failure!.Code);
        Assert.Null(after.Migration);
        Assert.Empty(world.Agents["h2"].Guests);
        Assert.Equal(GuestPowerState.Running, world.Agents["h1"].Guests[id].PowerState);

        foreach (var host in world.Agents.Hosts)
        {
            host.Refuse = _ => null;
        }

        Assert.Equal("h2", (await MigrateAsync(world, id)).Ok().Placement!.Host.Value);
        Assert.Null(world.Compute(id).Failure);
        (await MigrateAsync(world, id, "key")).Refused(ErrorCodes.HostRefused);
    });

    [Fact]
    public void A_target_that_prepares_other_pins_than_placed_gets_no_guest() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        world.Agents["h2"].Distort = seen => seen with { Pins = [new(0, 0), new(1, 1)] };
        (await MigrateAsync(world, id)).Refused(ErrorCodes.PlacementMismatch);
        world.Settle();
        Assert.Empty(world.Agents["h2"].Guests);
        Assert.Equal(ComputePhase.Running, world.Compute(id).Phase);
        Assert.DoesNotContain(world.Agents.Orders, order => order is SendGuest);
    });

    [Fact]
    public void A_guest_that_was_sent_and_told_as_not_sent_is_at_its_target() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        world.Agents["h1"].Deny = order => order is SendGuest;
        Assert.Equal("h2", (await MigrateAsync(world, id)).Ok().Placement!.Host.Value);
        Assert.Equal(GuestPowerState.Running, world.Agents["h2"].Guests[id].PowerState);
    });

    [Fact]
    public void Hosts_that_keep_silent_end_a_migration_in_time() => World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        world.Agents["h2"].IsSilent = true;
        var migration = MigrateAsync(world, id).AsTask();
        world.Settle();
        world.Advance(world.Options.OrderDeadline + world.Options.ResendOrdersAfter);
        (await migration).Refused(ErrorCodes.HostSilent);
        Assert.Equal(2, (await AuditAsync(world)).Claims.Length);

        world.Agents["h2"].IsSilent = false;
        world.Settle();
        Assert.Single((await AuditAsync(world)).Claims);
        Assert.Empty(world.Agents["h2"].Guests);
    });

    public static TheoryData<string, string, bool> Troubles => new(
        from verb in (string[])["prepare", "send", "settle", "destroy"]
        from trouble in (string[])
        [
            "none", "vim restarts", "source reboots", "target reboots", "both reboot", "source registers",
            "target registers", "terminated", "terminated and vim restarts",
        ]
        from isDone in (bool[])[false, true]
        select (verb, trouble, isDone));

    /// <summary>
    /// Whatever happens before an order is carried out, or after it was and before its outcome is known: one guest, at
    /// its place, or none.
    /// </summary>
    [Theory]
    [MemberData(nameof(Troubles))]
    public void Trouble_in_the_middle_ends_in_exactly_one_guest_or_none(string verb, string trouble, bool isDone) =>
        World.RunWithHosts(2, async world =>
    {
        var id = await LifecycleTests.RunningAsync(world);
        foreach (var host in world.Agents.Hosts)
        {
            host.Hold = order => !isDone && IsOf(order, verb);
            host.Lose = order => isDone && IsOf(order, verb);
        }

        _ = MigrateAsync(world, id).AsTask();
        world.Settle();
        Assert.NotNull(world.Compute(id).Migration);
        await BefallAsync(world, id, trouble);
        foreach (var host in world.Agents.Hosts)
        {
            host.Hold = _ => false;
            host.Lose = _ => false;
        }

        for (var count = 0; count < 10; count++)
        {
            world.Advance(world.Options.ResendOrdersAfter);
        }

        CheckEnd(world, id, isTerminated: trouble.StartsWith("terminated", StringComparison.Ordinal));
    });

    private static async Task BefallAsync(World world, ComputeId id, string trouble)
    {
        switch (trouble)
        {
            case "vim restarts":
                await world.RestartAsync();
                break;
            case "source reboots":
                await RebootAsync(world, "h1");
                break;
            case "target reboots":
                await RebootAsync(world, "h2");
                break;
            case "both reboot":
                await RebootAsync(world, "h1");
                await RebootAsync(world, "h2");
                break;
            case "source registers":
                await world.ReconnectAsync(world.Agents["h1"]);
                break;
            case "target registers":
                await world.ReconnectAsync(world.Agents["h2"]);
                break;
            case "terminated":
                _ = world.AskAsync(new TerminateCompute(id)).AsTask();
                world.Settle();
                break;
            case "terminated and vim restarts":
                _ = world.AskAsync(new TerminateCompute(id)).AsTask();
                world.Settle();
                await world.RestartAsync();
                break;
        }
    }

    private static void CheckEnd(World world, ComputeId id, bool isTerminated)
    {
        var after = world.Compute(id);
        Assert.Null(after.Migration);
        Assert.False(GuestOrders.IsOwed(after));
        Assert.Equal(isTerminated ? ComputePhase.Terminated : ComputePhase.Running, after.Phase);
        var guests = world.Agents.Hosts
            .Where(host => host.Guests.ContainsKey(id))
            .Select(host => (host.Inventory.Id, host.Guests[id].PowerState, host.Guests[id].Incarnation));
        (HostId, GuestPowerState, int)[] expected = isTerminated
            ? []
            : [(after.Placement!.Host, GuestPowerState.Running, after.Incarnation)];
        Assert.Equal(expected, guests);
    }

    private static async Task RebootAsync(World world, string host)
    {
        world.Agents[host].Reboot($"boot-2-{host}");
        await world.ReconnectAsync(world.Agents[host]);
        world.Settle();
    }

    private static bool IsOf(GuestOrder order, string verb) =>
        order.CommandId.Contains($":{verb}:", StringComparison.Ordinal);

    private static ValueTask<Outcome<ComputeState>> MigrateAsync(World world, ComputeId id, string? key = null) =>
        world.AskAsync(new MigrateCompute(id), Keyed(key));

    private static CallerContext Keyed(string? key) => World.Tenant with { IdempotencyKey = key };

    private static async Task<ZoneAudit> AuditAsync(World world) =>
        (await world.OperatorAsync(new AuditZone(new("z1")))).Ok();
}
