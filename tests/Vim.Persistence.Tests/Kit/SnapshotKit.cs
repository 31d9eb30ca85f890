using System.Text;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Kit;

/// <summary>What every journal store must do with snapshots, and with entities that ended.</summary>
/// <typeparam name="TMedium">Where the store keeps its data.</typeparam>
public abstract class SnapshotKit<TMedium> : StoreKit<TMedium>
    where TMedium : IStoreMedium, new()
{
    [Fact]
    public async Task A_snapshot_stands_for_the_events_that_it_contains()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a"), writer.Event("a"), writer.Event("b")));
        AssertCommitted(await writer.AppendAsync([writer.Event("a", "third")], [ShardWriter.Snapshot("a", 2, "two")]));

        foreach (var read in new[] { await ReadShardAsync(store), await ReadEntityAsync(store, "a") })
        {
            var snapshot = Assert.Single(read.Snapshots);
            Assert.Equal(
                new SnapshotHeader(ShardWriter.Id("a"), 2, "computeState", 1, writer.Epoch, ShardWriter.Noon),
                    snapshot.Header);
            Assert.Equal([3], read.Events.Where(one => one.Header.Id.Key == "a").Select(one => one.Header.Sequence));
        }
        Assert.Contains((await ReadShardAsync(store)).Events, one => one.Header.Id.Key == "b");
    }

    [Fact]
    public async Task A_later_snapshot_replaces_an_earlier_one()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync([writer.Event("a")], [ShardWriter.Snapshot("a", 1, "one")]));
        AssertCommitted(await writer.AppendAsync([writer.Event("a")], [ShardWriter.Snapshot("a", 2, "two")]));
        var read = await ReadEntityAsync(store, "a");
        Assert.Equal("two", Encoding.UTF8.GetString(Assert.Single(read.Snapshots).Payload));
        Assert.Empty(read.Events);
    }

    [Fact]
    public async Task A_snapshot_of_a_batch_that_failed_is_not_kept()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a")));
        var outcome = await writer.AppendAtAsync(9, [writer.Event("a")], [ShardWriter.Snapshot("a", 2, "wrong")]);
        Assert.Equal(JournalStatus.Conflict, outcome.Status);
        Assert.Empty((await ReadEntityAsync(store, "a")).Snapshots);
    }

    [Fact]
    public async Task Snapshots_alone_are_a_batch_and_replace_events_of_before()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(
            writer.Event("a"), writer.Event("a"), writer.Event("b"), writer.Event("a")));
        AssertCommitted(await writer.AppendAsync([], [ShardWriter.Snapshot("a", 3, "three")]));
        var read = await ReadShardAsync(store);
        Assert.Equal(["b"], read.Events.Select(one => one.Header.Id.Key));
        Assert.Equal("three", Encoding.UTF8.GetString(Assert.Single(read.Snapshots).Payload));
        AssertCommitted(await writer.AppendAsync(writer.Event("a")));
        Assert.Equal([3, 5], (await ReadShardAsync(store)).Positions);
    }

    [Fact]
    public async Task When_all_events_are_replaced_positions_go_on()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(
            [writer.Event("a"), writer.Event("a")], [ShardWriter.Snapshot("a", 2, "two")]));
        Assert.Empty((await ReadShardAsync(store)).Positions);
        await CloseAsync(store);
        var again = Open();
        var next = await ShardWriter.OpenAsync(again);
        Assert.Equal(2, next.LastPosition);
        AssertCommitted(await next.AppendAtAsync(
            3, [writer.Event("a")], []));
        Assert.Equal([3], (await ReadShardAsync(again)).Positions);
    }

    [Fact]
    public async Task Nothing_is_left_of_an_entity_that_ended_and_its_name_begins_anew()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(
            [writer.Event("a"), writer.Event("b"), writer.Event("a")], [ShardWriter.Snapshot("a", 1, "one")]));
        AssertCommitted(await writer.EndAsync([writer.Event("a")], "a"));
        var read = await ReadShardAsync(store);
        Assert.Equal(["b"], read.Events.Select(one => one.Header.Id.Key));
        Assert.Empty(read.Snapshots);
        Assert.Empty((await ReadEntityAsync(store, "a")).Events);

        AssertCommitted(await writer.AppendAsync(writer.Event("a", "anew")));
        Assert.Equal(1, Assert.Single((await ReadEntityAsync(store, "a")).Events).Header.Sequence);
        await CloseAsync(store);
        var again = Open();
        Assert.Equal(5, (await ShardWriter.OpenAsync(again)).LastPosition);
        Assert.Equal([2, 5], (await ReadShardAsync(again)).Positions);
    }

    [Fact]
    public async Task An_end_in_a_batch_that_failed_removes_nothing()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a")));
        writer.Epoch--;
        Assert.Equal(JournalStatus.Fenced, (await writer.EndAsync([writer.Event("b")], "a")).Status);
        Assert.Single((await ReadShardAsync(store)).Events);
    }
}
