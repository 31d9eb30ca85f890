using Vim.Actors.Journaling;
using Vim.Actors.Messaging;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

/// <summary>What the journal keeps: snapshots in place of events, and nothing of actors that ended.</summary>
public sealed class SnapshotTests
{
    private static readonly ShardOptions s_eager = new() { SnapshotDebt = 0 };

    [Fact]
    public void Snapshots_replace_events_and_give_the_same_state()
    {
        var journal = new MemoryShardJournal();
        var before = new ShardBench(journal, new ShardOptions { SnapshotEvery = 3 });
        for (var i = 1; i <= 10; i++)
        {
            before.Ask("a", new Add(i));
        }
        var snapshot = Assert.Single(journal.Snapshots);
        Assert.Equal((10L, 10L), (snapshot.Sequence, snapshot.Position));
        Assert.Empty(journal.Events);
        var after = new ShardBench(journal);
        Assert.Equal(10, after.Feed.OpenedAt);
        Assert.Equal(10, Assert.Single(after.Feed.Restored).Position);
        Assert.Equal(55, after.Ask("a", new GetTotal()).Reply);
        Assert.Equal(66, after.Ask("a", new Add(11)).Reply);
    }

    [Fact]
    public void Nothing_is_taken_up_to_the_debt_then_those_that_fell_behind_first()
    {
        var bench = new ShardBench(options: new ShardOptions { SnapshotDebt = 3 });
        foreach (var actor in new[] { "a", "a", "b", "b", "c", "c", "d" })
        {
            bench.Ask(actor, new Add(1));
        }
        Assert.Equal(3, bench.Shard.Statistics.SnapshotDebt);
        Assert.Empty(bench.Journal.Snapshots);
        bench.Ask("d", new Add(1));
        Assert.Equal("a", Assert.Single(bench.Journal.Snapshots).Actor.Key);
        Assert.Equal(3, bench.Shard.Statistics.SnapshotDebt);
        Assert.Equal(1, bench.Shard.Statistics.Snapshots);
    }

    [Fact]
    public void One_group_replaces_only_so_many_rows_and_the_shard_goes_on_by_itself()
    {
        var journal = new MemoryShardJournal();
        var before = new ShardBench(journal);
        for (var i = 0; i < 40; i++)
        {
            before.Ask($"a{i % 10}", new Add(1));
        }
        var after = new ShardBench(journal, new ShardOptions { SnapshotDebt = 0, MaxReplacedRowsPerGroup = 8 });
        Assert.Equal(10, journal.Snapshots.Count);
        Assert.Empty(journal.Events);
        Assert.Equal(5, after.Recorder.Groups.Count);
        Assert.Equal(0, after.Shard.Statistics.SnapshotDebt);
    }

    [Fact]
    public void A_close_in_order_leaves_one_row_for_each_actor()
    {
        var bench = new ShardBench();
        for (var i = 0; i < 30; i++)
        {
            bench.Ask($"a{i % 9}", new Add(1));
        }
        bench.Ask("single", new Add(1));
        var closed = bench.Shard.CloseAsync();
        bench.Settle();
        Assert.True(closed.IsCompletedSuccessfully);
        Assert.Equal(9, bench.Journal.Snapshots.Count);
        Assert.Equal("single", Assert.Single(bench.Journal.Events).Actor.Key);
    }

    [Fact]
    public void A_snapshot_that_the_journal_does_not_take_stops_the_close_and_loses_nothing()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        bench.Ask("a", new Add(1));
        bench.Ask("a", new Add(2));
        bench.Settle();
        var closed = bench.Shard.CloseAsync();
        bench.Dispatcher.RunUntilIdle();
        bench.Journal.CompleteNext(new AppendOutcome(AppendStatus.Failed, "disk full"));
        bench.Dispatcher.RunUntilIdle();
        Assert.True(closed.IsCompletedSuccessfully);
        bench.Journal.Crash();
        Assert.Equal(3, new ShardBench(bench.Journal).Ask("a", new GetTotal()).Reply);
    }

    [Fact]
    public void A_state_with_events_that_are_not_durable_is_durable_with_them_only()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), s_eager);
        bench.Ask("a", new Add(1));
        bench.Ask("a", new Add(2));
        Assert.Empty(bench.Journal.Snapshots);
        bench.Journal.Crash();
        Assert.Equal(0, new ShardBench(bench.Journal).Ask("a", new GetTotal()).Reply);
    }

    [Fact]
    public void Nothing_is_kept_of_an_actor_that_ended_and_its_name_begins_anew()
    {
        var bench = new ShardBench(options: s_eager);
        bench.Ask("a", new Add(1));
        bench.Ask("a", new Add(2));
        bench.Ask("b", new Add(7));
        Assert.Equal("retired", bench.Ask("a", new Retire()).Reply);
        Assert.Equal("b", Assert.Single(bench.Journal.Events).Actor.Key);
        Assert.Empty(bench.Journal.Snapshots);
        Assert.Equal((1, 1L), (bench.Shard.Statistics.Residents, bench.Shard.Statistics.Ended));

        Assert.Equal(5, bench.Ask("a", new Add(5)).Reply);
        var after = new ShardBench(bench.Journal);
        Assert.Equal(5, after.Ask("a", new GetTotal()).Reply);
        Assert.Equal(7, after.Ask("b", new GetTotal()).Reply);
    }

    [Fact]
    public void One_that_ends_and_begins_anew_before_anything_is_durable_is_right_after_any_crash()
    {
        for (var durable = 0; durable <= 4; durable++)
        {
            var bench = new ShardBench(
                new MemoryShardJournal(isManual: true), new ShardOptions { SnapshotDebt = 0, MaxAppendsInFlight = 1 });
            bench.Ask("a", new Add(1));
            bench.Ask("a", new Retire());
            bench.Ask("a", new Add(2));
            bench.Ask("a", new Retire());
            bench.Ask("a", new Add(4));
            for (var step = 0; step < durable && bench.Journal.PendingCount > 0; step++)
            {
                bench.Journal.CompleteNext();
                bench.Dispatcher.RunUntilIdle();
            }
            bench.Journal.Crash();
            var expected = durable switch { 0 => 0, 1 => 1, _ => 4 };
            Assert.Equal(expected, new ShardBench(bench.Journal).Ask("a", new GetTotal()).Reply);
        }
    }

    [Fact]
    public void One_that_began_anew_is_replayed_without_what_it_was_before()
    {
        var bench = new ShardBench(
            new MemoryShardJournal(isManual: true), new ShardOptions { MaxAppendsInFlight = 8 });
        bench.Ask("a", new Add(1));
        bench.Settle();
        bench.Ask("a", new Retire());
        bench.Ask("a", new Add(2));
        bench.Ask("a", new Explode());
        var asked = bench.Ask("a", new GetTotal());
        bench.Settle();
        Assert.Equal(2, asked.Reply);
        Assert.Equal(2, new ShardBench(bench.Journal).Ask("a", new GetTotal()).Reply);
    }

    [Fact]
    public void An_actor_that_cannot_be_summarised_keeps_its_events_and_is_reported()
    {
        var bench = new ShardBench(options: s_eager, counter: new CounterActor { FailsToSummarise = true });
        bench.Ask("a", new Add(1));
        Assert.Equal(3, bench.Ask("a", new Add(2)).Reply);
        Assert.Equal("cannot summarise", Assert.Single(bench.Recorder.ReleaseFailures).Message);
        Assert.Equal(2, bench.Journal.Events.Count);
        Assert.Equal(3, new ShardBench(bench.Journal).Ask("a", new GetTotal()).Reply);
    }

    [Fact]
    public void An_actor_that_leaves_memory_has_one_row_to_come_back_from()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxResidentActors = 16 });
        for (var i = 0; i < 100; i++)
        {
            bench.Ask($"actor-{i}", new Add(1));
            bench.Ask($"actor-{i}", new Add(1));
        }
        Assert.InRange(bench.Shard.Statistics.Residents, 1, 17);
        Assert.InRange(bench.Journal.Snapshots.Count, 80, 100);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(3, bench.Ask($"actor-{i}", new Add(1)).Reply);
        }
    }

    [Fact]
    public void Boxes_between_shards_come_back_from_their_summaries()
    {
        var outbox = new OutboxActor(8, TimeSpan.FromSeconds(1));
        var id = new ActorId(OutboxActor.KindName, "zone-2");
        object[] history =
        [
            new OutboxOpened(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), Queued(1), Queued(2), Queued(3),
            new OutboxAcknowledged(2),
        ];
        var summary = outbox.Summarise(Fold(outbox, id, history));
        Assert.Equal([history[0], new OutboxAcknowledged(2), Queued(3)], summary);
        Assert.Equal(summary, outbox.Summarise(Fold(outbox, id, summary)));
        object[] acknowledged = [.. history, new OutboxAcknowledged(3)];
        Assert.Equal([history[0], new OutboxAcknowledged(3)], outbox.Summarise(Fold(outbox, id, acknowledged)));
        Assert.Empty(outbox.Summarise(outbox.Initial(id)));

        var inbox = new InboxActor();
        var life = new Guid(9, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]);
        object[] taken = [new InboxTaken(life, 1), new InboxTaken(life, 2), new InboxTaken(Guid.Empty, 1)];
        Assert.Equal([taken[2], taken[1]], inbox.Summarise(Fold(inbox, id, taken)));
    }

    private static OutboxQueued Queued(long number) =>
        new(number, CounterActor.Id("a"), CounterActor.Id("b"), "message");

    private static TState Fold<TState>(Actor<TState> actor, ActorId id, IEnumerable<object> events)
        where TState : class => events.Aggregate(actor.Initial(id), actor.Evolve);
}
