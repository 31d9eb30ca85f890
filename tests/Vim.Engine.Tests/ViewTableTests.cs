using Vim.Engine.Tests.Support;
using Vim.Engine.Views;

namespace Vim.Engine.Tests;

public sealed class ViewTableTests
{
    [Fact]
    public void Pages_follow_each_other_by_id_and_lose_and_repeat_nothing() => World.RunWithHosts(3, async world =>
    {
        for (var number = 0; number < 21; number++)
        {
            (await world.AllocateAsync(Asked.Shared(1) with { Name = $"c{number % 2}" })).Ok();
        }

        var all = world.Engine.Views.Computes.Snapshot().Select(view => view.Id).ToList();
        Assert.Equal(21, all.Count);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Equal(all, Pages(world, null));
        Assert.Equal(
            world.Engine.Views.Computes.Snapshot().Where(view => view.State.Name == "c1").Select(view => view.Id),
            Pages(world, view => view.State.Name == "c1"));
    });

    [Fact]
    public void Versions_rise_with_every_change() => World.RunWithHosts(1, async world =>
    {
        var id = (await world.AllocateAsync(Asked.Dedicated(1))).Ok().Id;
        var first = world.Engine.Views.Computes.Find(id.Value)!.Version;
        var table = world.Engine.Views.Computes.Version;
        world.Settle();
        Assert.True(world.Engine.Views.Computes.Find(id.Value)!.Version > first);
        Assert.True(world.Engine.Views.Computes.Version > table);
    });

    private static List<string> Pages(World world, Func<ComputeView, bool>? where)
    {
        var ids = new List<string>();
        string? after = null;
        do
        {
            var page = world.Engine.Views.Computes.List(after, 4, where);
            Assert.InRange(page.Items.Length, 0, 4);
            ids.AddRange(page.Items.Select(view => view.Id));
            after = page.NextAfter;
        }
        while (after is not null);
        return ids;
    }
}
