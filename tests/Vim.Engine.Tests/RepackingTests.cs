using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Engine.Tests.Support;
using Vim.Scheduling.Repacking;

namespace Vim.Engine.Tests;

/// <summary>Plans over the durable state: hosts h1 to h3 with 6 dedicated CPUs on each of two NUMA nodes.</summary>
public sealed class RepackingTests
{
    private static readonly ZoneId Zone = new("z1");

    [Fact]
    public void A_host_is_emptied_by_moving_what_runs_there() => RunWithTwoUsedHosts(async (world, computes) =>
    {
        var digest = await world.DigestAsync();
        var plan = (await PlanAsync(world, new RepackingGoal.EmptyHosts(1))).Ok();

        Assert.True(plan is { IsReached: true, IsProven: true });
        var move = Assert.Single(plan.Moves);
        Assert.Equal(computes[1].Id, move.Compute);
        Assert.Equal(computes[1].Placement!.Host, Assert.Single(plan.EmptiedHosts));
        Assert.Equal(computes[0].Placement!.Host, move.To.Host);
        Assert.Equal(digest, await world.DigestAsync());
    });

    [Fact]
    public void Room_is_made_for_a_flavour() => RunWithTwoUsedHosts(async (world, computes) =>
    {
        var wanted = Asked.Dedicated(6).Requirements!;
        var flavour = (await world.AskAsync(new CreateFlavour { Requirements = wanted })).Ok();
        var plan = (await PlanAsync(world, new RepackingGoal.Room(flavour.Id, Count: 5))).Ok();

        // Six NUMA nodes hold a whole node's guest each; two of them are begun.
        Assert.True(plan.IsReached);
        Assert.Equal(5, plan.Places.Length);
        Assert.Equal(computes[1].Id, Assert.Single(plan.Moves).Compute);
    });

    [Fact]
    public void What_is_bound_to_its_host_or_stopped_stays() => RunWithTwoUsedHosts(async (world, computes) =>
    {
        (await world.AskAsync(new OperateCompute(computes[0].Id, GuestOperation.Stop))).Ok();
        var here = Asked.Dedicated(1) with { OnlyHosts = [computes[1].Placement!.Host] };
        (await world.AllocateAsync(here)).Ok();

        var plan = (await PlanAsync(world, new RepackingGoal.EmptyHosts(1))).Ok();
        Assert.True(plan is { IsReached: false, IsProven: true });
        Assert.Empty(plan.Moves);
    });

    [Fact]
    public void What_is_not_known_is_refused() => RunWithTwoUsedHosts(async (world, _) =>
    {
        (await PlanAsync(world, new RepackingGoal.Room(new FlavourId("none"), 1))).Refused(ErrorCodes.NotFound);
        var elsewhere = new PlanRepacking(new("z9"), new RepackingGoal.EmptyHosts(1), RepackingLimits.Default);
        (await world.AskAsync(elsewhere)).Refused(ErrorCodes.NotFound);
    });

    private static ValueTask<Outcome<RepackingPlan>> PlanAsync(World world, RepackingGoal goal) =>
        world.AskAsync(new PlanRepacking(Zone, goal, RepackingLimits.Default));

    private static void RunWithTwoUsedHosts(Func<World, List<ComputeState>, Task> test) =>
        World.RunWithHosts(3, async world =>
    {
        // Two that fill the first host drive the small one to the second; when one has gone, the next comes back.
        var fillers = new[] { await PlaceAsync(world, 6, 1), await PlaceAsync(world, 6, 1) };
        var second = await PlaceAsync(world, 2, 2);
        (await world.AskAsync(new TerminateCompute(fillers[0].Id))).Ok();
        var first = await PlaceAsync(world, 2, 3);
        (await world.AskAsync(new TerminateCompute(fillers[1].Id))).Ok();
        Assert.NotEqual(first.Placement!.Host, second.Placement!.Host);
        await test(world, [first, second]);
    });

    private static async Task<ComputeState> PlaceAsync(World world, int cpus, int memoryGiB) =>
        (await world.AllocateAsync(
            Asked.Dedicated(cpus, memoryGiB) with { AnswerWhen = AnswerWhen.Running })).Ok();
}
