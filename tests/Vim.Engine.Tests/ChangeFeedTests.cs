using Vim.Domain.Compute;
using Vim.Domain.Subscriptions;
using Vim.Engine.Changes;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class ChangeFeedTests
{
    [Fact]
    public void Every_durable_change_is_told_in_order() => World.RunWithHosts(1, async world =>
    {
        var after = world.Engine.Changes.LastSequence;
        var id = await LifecycleTests.RunningAsync(world);
        (await world.AskAsync(new TerminateCompute(id))).Ok();

        var changes = await TakeAsync(world, after, new() { Kinds = [ResourceKind.Compute] }, 4);
        Assert.Equal(
            ["ComputePlaced", "ComputeStarted", "ComputeTerminationRequested", "ComputeTerminated"],
            changes.Select(change => change.Event));
        Assert.Equal(
            [ChangeType.Created, ChangeType.Updated, ChangeType.Updated, ChangeType.Deleted],
            changes.Select(change => change.Type));
        Assert.All(changes, change => Assert.Equal(id.Value, change.ResourceId));
        Assert.Equal(changes.Select(change => change.Sequence).Order(), changes.Select(change => change.Sequence));
        Assert.IsType<Views.ComputeView>(changes[0].View);
        Assert.Null(changes[3].View);
    });

    [Fact]
    public void A_reader_resumes_after_what_it_saw_and_is_told_when_something_was_lost() => World.Run(
        new EngineOptions { ChangesKept = 8 },
        async world =>
        {
            await world.ConnectAsync(Inventories.Small("h1"));
            var start = world.Engine.Changes.LastSequence;
            await LifecycleTests.RunningAsync(world);
            var first = Assert.Single(await TakeAsync(world, start, new(), 1));
            var resumed = await TakeAsync(world, first.Sequence, new(), 1);
            Assert.Equal("ComputeStarted", Assert.Single(resumed).Event);

            for (var number = 0; number < 5; number++)
            {
                await LifecycleTests.RunningAsync(world, cpus: 1);
            }

            var behind = await TakeAsync(world, start, new(), 9);
            Assert.True(behind[0].IsGap);
            Assert.Equal(8, behind.Count(change => !change.IsGap));
        });

    [Fact]
    public void A_reader_of_before_a_restart_is_told_that_it_may_have_lost_something() =>
        World.RunWithHosts(1, async world =>
    {
        var before = world.Engine.Changes.LastSequence;
        await world.RestartAsync();
        await LifecycleTests.RunningAsync(world);
        var changes = await TakeAsync(world, before, new(), 2);
        Assert.True(changes[0].IsGap);
        Assert.True(changes[1].Sequence > before);
    });

    [Fact]
    public void The_filter_lets_through_only_what_it_names() => World.RunWithHosts(1, async world =>
    {
        var after = world.Engine.Changes.LastSequence;
        var one = await LifecycleTests.RunningAsync(world);
        var two = await LifecycleTests.RunningAsync(world);
        var changes = await TakeAsync(
            world, after, new() { ResourceIds = [two.Value], Types = [ChangeType.Created] }, 1);
        Assert.Equal(two.Value, Assert.Single(changes).ResourceId);
        Assert.NotEqual(one, two);
    });

    private static async Task<List<ChangeNotification>> TakeAsync(
        World world, long after, ChangeFilter filter, int count)
    {
        var taken = new List<ChangeNotification>();
        await foreach (var change in world.Engine.Changes.ReadAsync(after, filter, CancellationToken.None))
        {
            taken.Add(change);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
