using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Domain.Zones;
using Vim.Engine.Tests.Support;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;
using Vim.Scheduling.Repacking;

namespace Vim.Engine.Tests;

/// <summary>By what a zone chooses hosts: h1 to h3 with 6 dedicated CPUs on each of two NUMA nodes.</summary>
public sealed class PolicyTests
{
    private static readonly EngineOptions KeepRoom = World.Eager with { Policy = PlacementPolicy.KeepRoom };

    /// <summary>
    /// h1 has room for a guest of 4 CPUs on each of two NUMA nodes, h2 has not, and h1 is fuller.
    /// </summary>
    [Fact]
    public void A_zone_that_learned_what_usually_comes_keeps_room_for_it_and_does_so_after_a_restart() =>
        World.RunWithHosts(KeepRoom, 3, async world =>
    {
        await PlaceAsync(world, OnTwoNodes(2), "h1");
        world.Advance(TimeSpan.FromSeconds(1));
        await PlaceAsync(world, Asked.Dedicated(3), "h2");
        Assert.Equal("h1", await ChosenAsync(world));

        for (var count = 0; count < 40; count++)
        {
            world.Advance(TimeSpan.FromSeconds(1));
            var compute = await PlaceAsync(world, OnTwoNodes(4), "h3");
            (await world.AskAsync(new TerminateCompute(compute.Id))).Ok();
        }

        Assert.Equal("h2", await ChosenAsync(world));
        var learned = (await world.OperatorAsync(new GetPlacementPolicy(new("z1")))).Ok();
        Assert.Equal(("keep-room", PlacementPolicy.KeepRoom.Text), (learned.Name, learned.Text));
        Assert.Equal((2, 4), (learned.Usual[0].NodeCount, learned.Usual[0].PerNode.DedicatedCpus));
        Assert.Equal(3, learned.Usual.Length);

        await world.RestartAsync();
        Assert.Equal("h2", await ChosenAsync(world));
        var again = (await world.OperatorAsync(new GetPlacementPolicy(new("z1")))).Ok();
        Assert.Equal(learned.Usual.ToArray(), again.Usual.ToArray());
    });

    [Fact]
    public void Room_is_made_under_a_policy_that_learns() => World.RunWithHosts(KeepRoom, 2, async world =>
    {
        // Two that fill one host drive the small one to the other; when one has gone, the next comes back.
        var first = (await world.AllocateAsync(Asked.Dedicated(6))).Ok();
        var second = (await world.AllocateAsync(Asked.Dedicated(6))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(2))).Ok();
        (await world.AskAsync(new TerminateCompute(first.Id))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(2))).Ok();
        (await world.AskAsync(new TerminateCompute(second.Id))).Ok();
        var plan = (await world.AskAsync(new PlanRepacking(
            new("z1"), new RepackingGoal.EmptyHosts(1), RepackingLimits.Default))).Ok();
        Assert.True(plan.IsReached);
        Assert.Single(plan.Moves);
    });

    [Fact]
    public void A_refusal_tells_the_filter_that_stood_against_it() => World.RunWithHosts(
        World.Eager with { Policy = PolicyText.Read("filter max-computes(1)") },
        1,
        async world =>
    {
        (await world.AllocateAsync(Asked.Dedicated(1))).Ok();
        var refused = (await world.AllocateAsync(Asked.Dedicated(1))).Refused(ErrorCodes.NoFeasibleHost);
        var shortfall = Assert.Single(refused.Infeasible!.Shortfalls);
        Assert.Equal(
            (Dimension.PolicyFilter, "max-computes(1)", 1),
            (shortfall.Dimension, shortfall.Detail, shortfall.HostsFailedOnly));
        var explained = (await world.AskAsync(new ExplainPlacement(Asked.Dedicated(1)))).Ok();
        Assert.Equal("filter max-computes(1); score fullest; nodes least-left", Assert.Single(explained.Zones).Policy);
        var policy = (await world.OperatorAsync(new GetPlacementPolicy(new("z1")))).Ok();
        Assert.Empty(policy.Usual);
        (await world.OperatorAsync(new GetPlacementPolicy(new("z9")))).Refused(ErrorCodes.UnknownZone);
    });

    private static async Task<ComputeState> PlaceAsync(World world, AllocateCompute request, string host) =>
        (await world.AllocateAsync(request with { OnlyHosts = [new HostId(host)] })).Ok();

    /// <summary>Where one more CPU would go.</summary>
    private static async Task<string> ChosenAsync(World world)
    {
        var explained = (await world.AskAsync(new ExplainPlacement(Asked.Dedicated(1)))).Ok();
        return Assert.Single(explained.Zones).Placement!.Host.Value;
    }

    /// <summary>So many CPUs on each of two NUMA nodes.</summary>
    private static AllocateCompute OnTwoNodes(int cpus)
    {
        var asked = Asked.Dedicated(cpus * 2, memoryGiB: 2);
        return asked with
        {
            Requirements = asked.Requirements! with
            {
                NumaNodes =
                [
                    new(0, CpuSet.Range(0, cpus), MemorySize.FromGiB(1)),
                    new(1, CpuSet.Range(cpus, cpus), MemorySize.FromGiB(1)),
                ],
            },
        };
    }
}
