using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class LifeTests
{
    [Fact]
    public void Replay_gives_the_state()
    {
        var before = new ShardBench();
        before.Ask("a", new Add(3));
        before.Ask("a", new AddVia(4, CounterActor.Id("b")));
        var after = new ShardBench(before.Journal);
        Assert.Equal(7, after.Ask("a", new GetTotal()).Reply);
        Assert.Equal(4, after.Ask("b", new GetTotal()).Reply);
        after.Ask("a", new Add(1));
        Assert.Equal([1L, 2L, 3L, 4L], after.Journal.Events.Select(journaled => journaled.Position));
    }

    [Fact]
    public void After_replay_those_with_unfinished_business_and_only_they_are_told()
    {
        var before = new ShardBench();
        before.Ask("busy", new Begin());
        before.Ask("done", new Begin());
        before.Ask("done", new End());
        before.Ask("idle", new Add(1));
        var after = new ShardBench(before.Journal);
        Assert.Equal(["work again"], after.Recorder.Effects);
    }

    [Fact]
    public void Actors_at_rest_leave_memory_and_come_back_when_needed()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxResidentActors = 16 });
        for (var i = 0; i < 100; i++)
        {
            bench.Ask($"actor-{i}", new Add(i));
        }
        Assert.InRange(bench.Shard.Statistics.Residents, 1, 16);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i + 1, bench.Ask($"actor-{i}", new Add(1)).Reply);
        }
    }

    [Fact]
    public void An_actor_that_is_busy_parked_armed_or_not_durable_stays()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), new ShardOptions { MaxResidentActors = 16 });
        bench.Ask("busy", new Begin());
        bench.Ask("parked", new Wait("k"));
        bench.Ask("armed", new After(TimeSpan.FromHours(1), "t", new Add(1)));
        bench.Settle();
        bench.Ask("undurable", new Add(1));
        for (var i = 0; i < 100; i++)
        {
            bench.Ask($"read-{i}", new GetTotal());
        }
        var loads = bench.Journal.ActorReplays;
        bench.Ask("busy", new End());
        bench.Ask("parked", new Release("k"));
        bench.Ask("armed", new CancelAfter("t"));
        bench.Ask("undurable", new Add(1));
        Assert.Equal(loads, bench.Journal.ActorReplays);
    }

    [Fact]
    public void A_chain_that_needs_a_passivated_actor_stays_one_group()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxResidentActors = 16 });
        bench.Ask("far", new Add(1));
        for (var i = 0; i < 100; i++)
        {
            bench.Ask($"actor-{i}", new Add(1));
        }
        bench.Recorder.Groups.Clear();
        Assert.Equal(6, bench.Ask("near", new AddVia(5, CounterActor.Id("far"))).Reply);
        Assert.Equal([2], bench.Recorder.Groups);
    }

    [Fact]
    public void Messages_to_an_actor_that_is_loading_wait_in_order_and_others_go_on()
    {
        var journal = new MemoryShardJournal { HoldsActorReplays = true };
        var bench = new ShardBench(journal, new ShardOptions { MaxResidentActors = 16 });
        bench.Ask("far", new Add(1));
        for (var i = 0; i < 100; i++)
        {
            bench.Ask($"actor-{i}", new Add(1));
        }
        var first = bench.Ask("far", new Add(10));
        var second = bench.Ask("far", new Add(100));
        Assert.Equal(7, bench.Ask("actor-99", new Add(6)).Reply);
        Assert.False(first.HasAnswer);
        journal.ReleaseActorReplays();
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(11, first.Reply);
        Assert.Equal(111, second.Reply);
    }

    [Fact]
    public void A_journal_that_cannot_replay_an_actor_fails_that_actor_only()
    {
        var journal = new MemoryShardJournal { HoldsActorReplays = true };
        var bench = new ShardBench(journal);
        bench.Ask("a", new Add(1));
        bench.Ask("a", new Explode());
        var waiting = bench.Ask("a", new GetTotal());
        journal.ReleaseActorReplays(error: "bad sector");
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ActorErrorCodes.ActorFailed, waiting.Code);
        Assert.Equal(1, bench.Ask("b", new Add(1)).Reply);
    }

    [Fact]
    public void Closing_ends_what_runs_and_refuses_the_rest()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var running = bench.Ask("a", new Add(1));
        var parked = bench.Ask("a", new Wait("k"));
        var closed = bench.Shard.CloseAsync();
        var late = bench.Post("a", new Add(1));
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ShardStatus.Closing, bench.Shard.Status);
        Assert.False(closed.IsCompleted);
        Assert.Equal(ActorErrorCodes.Stopped, bench.Ask("a", new Add(1)).Code);
        bench.Settle();
        Assert.Equal(1, running.Reply);
        Assert.Equal(ActorErrorCodes.OutcomeUnknown, parked.Code);
        Assert.Equal(ActorErrorCodes.Stopped, late.Code);
        Assert.Equal(ShardStatus.Stopped, bench.Shard.Status);
        Assert.True(closed.IsCompletedSuccessfully);
        Assert.Empty(bench.Recorder.Stops);
    }

    [Fact]
    public void A_feed_sees_every_event_when_durable_and_before_what_depends_on_it_leaves()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        bench.Ask("a", new Announce("x"));
        Assert.Empty(bench.Feed.Committed);
        bench.Recorder.OnEffect = _ => Assert.Single(bench.Feed.Committed);
        bench.Settle();
        Assert.Equal(["x"], bench.Recorder.Effects);
        var again = new ShardBench(bench.Journal);
        Assert.Equal(1, Assert.Single(again.Feed.Restored).Position);
        Assert.Equal(1, again.Feed.OpenedAt);
    }
}
