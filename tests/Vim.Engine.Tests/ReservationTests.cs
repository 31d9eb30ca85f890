using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Reservations;
using Vim.Engine.Tests.Support;
using Vim.Scheduling.Repacking;

namespace Vim.Engine.Tests;

/// <summary>Each NUMA node of a host of these zones has 6 CPUs for dedicated vCPUs, each host two.</summary>
public sealed class ReservationTests
{
    private static readonly ComputeRequirements Node = Asked.Dedicated(6).Requirements!;

    [Fact]
    public void A_reservation_is_all_or_none_and_its_places_are_for_those_who_name_it() =>
        World.RunWithHosts(2, async world =>
    {
        var refused = (await ReserveAsync(world, 5)).Refused(ErrorCodes.NoFeasibleHost);
        Assert.Equal("fits with 4 places", refused.Infeasible!.Hint);
        Assert.Equal(0, world.Engine.Views.Reservations.Count);

        var kept = (await ReserveAsync(world, 4)).Ok();
        Assert.Equal(4, kept.Places.Length);
        (await world.AllocateAsync(OfNode)).Refused(ErrorCodes.NoFeasibleHost);
        var taker = (await world.AllocateAsync(OfNode with { Reservation = kept.Id })).Ok();
        Assert.Equal(new ReservedPlace(kept.Id, 0), taker.Place);
        Assert.Equal(kept.Places[0].Placement.Host, taker.Placement!.Host);
        var another = World.Tenant with { ResourceGroup = new("tenant-2") };
        (await world.AskAsync(OfNode with { Reservation = kept.Id }, another)).Refused(ErrorCodes.NotFound);
        (await world.AllocateAsync(OfNode with { Reservation = new("none") })).Refused(ErrorCodes.NotFound);

        // What the compute had is the reservation's again, over a crash too.
        world.Settle();
        await SameAfterCrashAsync(world);
        (await world.AskAsync(new TerminateCompute(taker.Id))).Ok();
        (await world.AllocateAsync(OfNode)).Refused(ErrorCodes.NoFeasibleHost);
        await SameAfterCrashAsync(world);
        for (var number = 0; number < 4; number++)
        {
            (await world.AllocateAsync(OfNode with { Reservation = kept.Id })).Ok();
        }

        var full = await world.AllocateAsync(OfNode with { Reservation = kept.Id });
        var shortfalls = full.Refused(ErrorCodes.NoFeasibleHost).Infeasible!.Shortfalls;
        Assert.Equal(Dimension.Reservation, Assert.Single(shortfalls).Dimension);
    });

    [Fact]
    public void A_deleted_reservation_frees_what_is_unused_only() => World.RunWithHosts(1, async world =>
    {
        var kept = (await ReserveAsync(world, 2)).Ok();
        var taker = (await world.AllocateAsync(OfNode with { Reservation = kept.Id })).Ok();
        (await world.OperatorAsync(new DeleteReservation(kept.Id))).Ok();
        (await world.OperatorAsync(new DeleteReservation(kept.Id))).Refused(ErrorCodes.NotFound);
        (await world.AllocateAsync(OfNode)).Ok();
        (await world.AllocateAsync(OfNode)).Refused(ErrorCodes.NoFeasibleHost);
        await SameAfterCrashAsync(world);
        (await world.AskAsync(new TerminateCompute(taker.Id))).Ok();
        (await world.AllocateAsync(OfNode)).Ok();
    });

    [Fact]
    public void A_higher_priority_breaks_a_place_and_the_place_comes_back_when_there_is_room() =>
        World.RunWithHosts(1, async world =>
    {
        var plain = (await world.AllocateAsync(OfNode)).Ok();
        var kept = (await ReserveAsync(world, 1, priority: 10)).Ok();
        (await world.AllocateAsync(OfNode with { Priority = 10 })).Refused(ErrorCodes.NoFeasibleHost);
        var urgent = (await world.AllocateAsync(OfNode with { Priority = 11 })).Ok();
        Assert.Equal([new ReservedPlace(kept.Id, 0)], urgent.Broken);
        var place = Assert.Single(StateOf(world, kept.Id).Places);
        Assert.Equal((true, urgent.Id), (place.IsLost, place.LostTo));
        await SameAfterCrashAsync(world);
        (await world.AllocateAsync(OfNode with { Reservation = kept.Id })).Refused(ErrorCodes.NoFeasibleHost);
        (await world.AllocateAsync(OfNode with { Priority = 1_000 })).Refused(ErrorCodes.NoFeasibleHost);

        (await world.AskAsync(new TerminateCompute(plain.Id))).Ok();
        Assert.False(StateOf(world, kept.Id).Places[0].IsLost);
        await SameAfterCrashAsync(world);
        (await world.AllocateAsync(OfNode)).Refused(ErrorCodes.NoFeasibleHost);
        (await world.AllocateAsync(OfNode with { Reservation = kept.Id })).Ok();
    });

    [Fact]
    public void A_host_that_goes_takes_unused_places_with_it_and_another_that_comes_mends_them() =>
        World.RunWithHosts(1, async world =>
    {
        var kept = (await ReserveAsync(world, 2)).Ok();
        (await world.OperatorAsync(new SetHostMaintenance(new("h1"), InMaintenance: true, ""))).Ok();
        (await world.OperatorAsync(new RemoveHost(new("h1")))).Ok();
        Assert.All(StateOf(world, kept.Id).Places, place => Assert.Equal((true, null), (place.IsLost, place.LostTo)));
        await world.ConnectAsync(Inventories.Small("h2"));
        Assert.All(StateOf(world, kept.Id).Places, place => Assert.Equal("h2", place.Placement.Host.Value));
        Assert.All(StateOf(world, kept.Id).Places, place => Assert.False(place.IsLost));
        var digest = await world.DigestAsync();
        await world.CrashAsync();
        Assert.Equal(digest, await world.DigestAsync());
    });

    [Fact]
    public void The_same_key_gets_the_same_reservation_and_bad_ones_are_refused() =>
        World.RunWithHosts(2, async world =>
    {
        var command = await CommandAsync(world, 2);
        var caller = CallerContext.Internal with { IdempotencyKey = "k" };
        var first = (await world.AskAsync(command, caller)).Ok();
        var again = (await world.AskAsync(command, caller)).Ok();
        Assert.Equal(first.Id, again.Id);
        (await world.AskAsync(command with { Count = 1 }, caller)).Refused(ErrorCodes.IdempotencyKeyReused);
        var bad = (await world.OperatorAsync(command with
        {
            Count = 0,
            Priority = 1_001,
            Owner = new(""),
            InAggregates = ["a b"],
        })).Refused(ErrorCodes.InvalidArgument);
        Assert.Equal(
            ["owner", "compute_count", "priority", "aggregates"], bad.Fields.Select(field => field.Field));
        (await world.OperatorAsync(command with { Flavour = new("none") })).Refused(ErrorCodes.NotFound);
        (await world.OperatorAsync(command with { Zone = new("none") })).Refused(ErrorCodes.UnknownZone);
        (await world.AllocateAsync(OfNode with { Priority = -1 })).Refused(ErrorCodes.InvalidArgument);
    });

    [Fact]
    public void Places_are_kept_where_aggregates_say_and_out_of_a_repacking() => World.RunWithHosts(2, async world =>
    {
        (await world.OperatorAsync(new SetHostAggregate(new("h2"), "gold", IsMember: true))).Ok();
        var command = await CommandAsync(world, 1);
        var kept = (await world.OperatorAsync(command with { InAggregates = ["gold"] })).Ok();
        Assert.Equal("h2", kept.Places[0].Placement.Host.Value);
        (await world.AllocateAsync(Asked.Dedicated(1) with { OnlyHosts = [new("h1")] })).Ok();
        world.Settle();

        // The other node of host h1 and one of h2 have room for a node's guest each; the reserved one has not.
        var two = new PlanRepacking(new("z1"), new RepackingGoal.Room(command.Flavour, 2), RepackingLimits.Default);
        Assert.True((await world.OperatorAsync(two)).Ok() is { IsReached: true, Moves.Length: 0 });
        var three = two with { Goal = new RepackingGoal.Room(command.Flavour, 3) };
        Assert.False((await world.OperatorAsync(three)).Ok().IsReached);
        await world.OperatorAsync(new DeleteReservation(kept.Id));
        Assert.True((await world.OperatorAsync(three)).Ok() is { IsReached: true, Moves.Length: 0 });
    });

    [Fact]
    public void A_compute_stays_in_its_place_and_may_go_when_the_reservation_has_ended() =>
        World.RunWithHosts(2, async world =>
    {
        var kept = (await ReserveAsync(world, 1)).Ok();
        var wish = OfNode with { Reservation = kept.Id, AnswerWhen = AnswerWhen.Running };
        var taker = (await world.AllocateAsync(wish)).Ok();
        var refusal = (await world.AskAsync(new MigrateCompute(taker.Id))).Refused(ErrorCodes.NotLiveMigratable);
        Assert.Contains($"{taker.Place}", refusal.Message, StringComparison.Ordinal);

        (await world.OperatorAsync(new DeleteReservation(kept.Id))).Ok();
        var moved = (await world.AskAsync(new MigrateCompute(taker.Id))).Ok();
        Assert.NotEqual(taker.Placement!.Host, moved.Placement!.Host);
        await SameAfterCrashAsync(world);
    });

    private static AllocateCompute OfNode => Asked.Dedicated(6);

    private static async Task<CreateReservation> CommandAsync(World world, int count, int priority = 0)
    {
        var flavour = (await world.AskAsync(new CreateFlavour { Requirements = Node })).Ok();
        return new()
        {
            Name = "kept",
            Zone = new("z1"),
            Flavour = flavour.Id,
            Count = count,
            Owner = World.Tenant.ResourceGroup,
            Priority = priority,
        };
    }

    private static async Task<Outcome<ReservationState>> ReserveAsync(World world, int count, int priority = 0) =>
        await world.OperatorAsync(await CommandAsync(world, count, priority));

    private static ReservationState StateOf(World world, ReservationId id) =>
        world.Engine.Views.Reservations.Find(id.Value)!.State;

    private static async Task SameAfterCrashAsync(World world)
    {
        world.Settle();
        var digest = await world.DigestAsync();
        await world.RestartAsync();
        Assert.Equal(digest, await world.DigestAsync());
    }
}
