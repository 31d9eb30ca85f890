using System.Text;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Kit;

/// <summary>What every journal store must do with events, and with those who write and read them.</summary>
/// <typeparam name="TMedium">Where the store keeps its data.</typeparam>
public abstract class JournalKit<TMedium> : StoreKit<TMedium>
    where TMedium : IStoreMedium, new()
{
    [Fact]
    public async Task What_was_appended_is_replayed_in_order_with_all_its_data()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a", "one"), writer.Event("b", "two", "hostFailed", 3)));
        AssertCommitted(await writer.AppendAsync(writer.Event("a", "three")));

        var read = await ReadShardAsync(store);
        Assert.Equal([1, 2, 3], read.Positions);
        Assert.Equal(["one", "two", "three"], read.Events.Select(one => Encoding.UTF8.GetString(one.Payload)));
        Assert.Equal(
            new EventHeader(ShardWriter.Id("b"), 1, 2, "hostFailed", 3, writer.Epoch, ShardWriter.Noon.AddSeconds(1)),
            read.Events[1].Header);
        Assert.Equal([1, 1, 2], read.Events.Select(one => one.Header.Sequence));
    }

    [Fact]
    public async Task A_shard_without_events_replays_nothing()
    {
        var store = Open();
        await ShardWriter.OpenAsync(store);
        Assert.Empty((await ReadShardAsync(store)).Events);
        Assert.Empty((await ReadShardAsync(store, "never-opened")).Events);
        Assert.Empty((await ReadEntityAsync(store, "nobody")).Events);
    }

    [Fact]
    public async Task Empty_payloads_and_keys_of_any_script_survive()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var key = "höst-主机-" + new string('k', 700);
        AssertCommitted(await writer.AppendAsync(writer.Event(key, "")));
        var read = await ReadEntityAsync(store, key);
        Assert.Equal(key, Assert.Single(read.Events).Header.Id.Key);
        Assert.Empty(read.Events[0].Payload);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task A_position_that_is_taken_or_leaves_a_gap_is_a_conflict(long position)
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a"), writer.Event("a")));
        var outcome = await writer.AppendAtAsync(position, [writer.Event("a")], []);
        Assert.Equal(JournalStatus.Conflict, outcome.Status);
        Assert.Equal(JournalErrorCodes.Conflict, outcome.Error!.Code);
        Assert.Equal([1, 2], (await ReadShardAsync(store)).Positions);
    }

    [Fact]
    public async Task A_sequence_that_is_taken_is_a_conflict_and_nothing_of_the_batch_is_done()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var first = writer.Event("a");
        AssertCommitted(await writer.AppendAsync(first));
        var outcome = await writer.AppendAtAsync(2, [writer.Event("b"), first], []);
        Assert.Equal(JournalStatus.Conflict, outcome.Status);
        Assert.Equal([1], (await ReadShardAsync(store)).Positions);
        AssertCommitted(await writer.AppendAtAsync(2, [writer.Event("c")], []));
    }

    [Fact]
    public async Task An_entity_that_began_in_a_batch_that_failed_begins_in_the_next()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var taken = writer.Event("a");
        AssertCommitted(await writer.AppendAsync(taken));
        var begun = writer.Event("b");
        Assert.Equal(JournalStatus.Conflict, (await writer.AppendAtAsync(2, [begun, taken], [])).Status);
        AssertCommitted(await writer.AppendAsync(begun, writer.Event("b")));
        Assert.Equal([2, 3], (await ReadEntityAsync(store, "b")).Positions);
        Assert.Equal(["a", "b", "b"], (await ReadShardAsync(store)).Events.Select(one => one.Header.Id.Key));
    }

    [Fact]
    public async Task One_batch_that_conflicts_does_not_harm_those_of_other_shards()
    {
        var store = Open();
        var good = await ShardWriter.OpenAsync(store, "good");
        var bad = await ShardWriter.OpenAsync(store, "bad");
        var taken = bad.Event("a");
        AssertCommitted(await bad.AppendAsync(taken));
        Task<JournalOutcome>[] appends =
        [
            good.AppendAsync(good.Event("a")),
            bad.AppendAtAsync(2, [taken], []),
            good.AppendAsync(good.Event("a")),
        ];
        var outcomes = await Task.WhenAll(appends);
        Assert.Equal(
            [JournalStatus.Committed, JournalStatus.Conflict, JournalStatus.Committed], outcomes.Select(
                outcome => outcome.Status));
        Assert.Equal([1, 2], (await ReadShardAsync(store, "good")).Positions);
    }

    [Fact]
    public async Task After_one_batch_that_failed_those_behind_it_fail_too()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var taken = writer.Event("a");
        AssertCommitted(await writer.AppendAsync(taken));
        Task<JournalOutcome>[] appends =
        [
            writer.AppendAtAsync(2, [taken], []),
            writer.AppendAtAsync(3, [writer.Event("a")], []),
            writer.AppendAtAsync(4, [writer.Event("a")], []),
        ];
        var outcomes = await Task.WhenAll(appends);
        Assert.All(outcomes, outcome => Assert.Equal(JournalStatus.Conflict, outcome.Status));
        Assert.Equal([1], (await ReadShardAsync(store)).Positions);
    }

    [Fact]
    public async Task A_new_owner_fences_the_old_one()
    {
        var store = Open();
        var old = await ShardWriter.OpenAsync(store);
        AssertCommitted(await old.AppendAsync(old.Event("a")));
        var next = await ShardWriter.OpenAsync(store);
        Assert.True(next.Epoch > old.Epoch);
        Assert.Equal(1, next.LastPosition);

        var outcome = await old.AppendAsync(old.Event("a"));
        Assert.Equal(JournalStatus.Fenced, outcome.Status);
        Assert.Equal(JournalErrorCodes.Fenced, outcome.Error!.Code);
        AssertCommitted(await next.AppendAsync(next.Event("b")));
        Assert.Equal([old.Epoch, next.Epoch], (await ReadShardAsync(store)).Events.Select(one => one.Header.Epoch));
    }

    [Fact]
    public async Task An_epoch_that_nobody_got_is_fenced()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        writer.Epoch += 1;
        Assert.Equal(JournalStatus.Fenced, (await writer.AppendAsync(writer.Event("a"))).Status);
    }

    [Fact]
    public async Task A_shard_that_was_never_opened_cannot_be_written()
    {
        var store = Open();
        var writer = new ShardWriter(store, new ShardOpening("unknown", 1, 0));
        var outcome = await writer.AppendAsync(writer.Event("a"));
        Assert.Equal(JournalStatus.Failed, outcome.Status);
        Assert.Equal(JournalErrorCodes.ShardNotOpen, outcome.Error!.Code);
    }

    [Fact]
    public async Task Everything_is_there_after_reopening_and_the_epoch_rises()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(
            [writer.Event("a", "one"), writer.Event("a", "two"), writer.Event("b", "three")],
            [ShardWriter.Snapshot("a", 1, "state")]));
        await CloseAsync(store);

        var again = Open();
        var read = await ReadShardAsync(again);
        Assert.Equal([2, 3], read.Positions);
        Assert.Equal("state", Encoding.UTF8.GetString(Assert.Single(read.Snapshots).Payload));
        var next = await ShardWriter.OpenAsync(again);
        Assert.True(next.Epoch > writer.Epoch);
        Assert.Equal(3, next.LastPosition);
    }

    [Fact]
    public async Task An_entity_is_replayed_alone()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var other = await ShardWriter.OpenAsync(store, "zone-2");
        for (var i = 0; i < 10; i++)
        {
            AssertCommitted(await writer.AppendAsync(writer.Event("a", $"a{i}"), writer.Event("b", $"b{i}")));
            AssertCommitted(await other.AppendAsync(other.Event("b", "not mine")));
        }
        var read = await ReadEntityAsync(store, "b");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"b{i}"), read.Events.Select(
            one => Encoding.UTF8.GetString(one.Payload)));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), read.Events.Select(one => one.Header.Sequence));
        Assert.Equal(Enumerable.Range(1, 10).Select(i => 2L * i), read.Positions);
    }

    [Fact]
    public async Task A_huge_payload_survives()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        var bytes = new byte[8 << 20];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }
        AssertCommitted(await writer.AppendAsync(writer.Event("a") with { Payload = bytes }));
        Assert.True((await ReadShardAsync(store)).Events[0].Payload.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Many_shards_append_at_once_and_each_keeps_its_order()
    {
        const int Shards = 40;
        const int Batches = 25;
        var store = Open();
        var writers = new List<ShardWriter>();
        for (var i = 0; i < Shards; i++)
        {
            writers.Add(await ShardWriter.OpenAsync(store, $"zone-{i}"));
        }
        var appends = Enumerable.Range(0, Batches)
            .SelectMany(batch => writers.Select(
                writer => writer.AppendAsync(writer.Event("a", $"{batch}"), writer.Event("b"))))
            .ToList();
        Assert.All(await Task.WhenAll(appends), AssertCommitted);
        for (var i = 0; i < Shards; i++)
        {
            var read = await ReadShardAsync(store, $"zone-{i}");
            Assert.Equal(Enumerable.Range(1, 2 * Batches).Select(n => (long)n), read.Positions);
            Assert.Equal(
                Enumerable.Range(0, Batches).Select(n => $"{n}"),
                read.Events.Where(one => one.Header.Id.Key == "a").Select(one => Encoding.UTF8.GetString(one.Payload)));
        }
    }

    [Fact]
    public async Task A_batch_of_thousands_of_events_is_one_unit()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(
            [.. Enumerable.Range(0, 40_000).Select(i => writer.Event($"k{i % 900}"))]));
        Assert.Equal(40_000, (await ReadShardAsync(store)).Events.Count);
    }

    [Fact]
    public async Task A_reader_that_throws_ends_its_replay_with_an_error_and_harms_nobody()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        AssertCommitted(await writer.AppendAsync(writer.Event("a"), writer.Event("a")));
        var reader = new Collected { OnEach = () => throw new InvalidOperationException("cannot decode") };
        store.ReplayShard("zone-1", reader);
        var error = await reader.Completed;
        Assert.Equal(JournalErrorCodes.Damaged, error!.Code);
        Assert.Contains("cannot decode", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await ReadShardAsync(store)).Events.Count);
    }

    [Fact]
    public async Task A_closed_store_refuses_everything_and_says_why()
    {
        var store = Open();
        var writer = await ShardWriter.OpenAsync(store);
        await CloseAsync(store);
        Assert.Equal(JournalErrorCodes.Closed, (await writer.AppendAsync(writer.Event("a"))).Error!.Code);
        var opening = await Assert.ThrowsAsync<JournalException>(() => ShardWriter.OpenAsync(store));
        Assert.Equal(JournalErrorCodes.Closed, opening.Error.Code);
        var reader = new Collected();
        store.ReplayShard("zone-1", reader);
        Assert.Equal(JournalErrorCodes.Closed, (await reader.Completed)!.Code);
    }
}
