using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class OutputCommitTests
{
    private static readonly AppendOutcome s_diskFull = new(AppendStatus.Failed, "disk full");

    [Fact]
    public void A_reply_is_held_until_its_events_are_durable()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var asked = bench.Ask("a", new Add(5));
        Assert.False(asked.HasAnswer);
        bench.Journal.CompleteNext();
        Assert.False(asked.HasAnswer);
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(5, asked.Reply);
    }

    [Fact]
    public void An_effect_is_held_until_its_events_are_durable()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        bench.Ask("a", new Announce("hello"));
        Assert.Empty(bench.Recorder.Effects);
        bench.Settle();
        Assert.Equal(["hello"], bench.Recorder.Effects);
    }

    [Fact]
    public void A_read_waits_for_what_it_saw()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        bench.Ask("a", new Add(5));
        var read = bench.Ask("a", new GetTotal());
        Assert.False(read.HasAnswer);
        bench.Settle();
        Assert.Equal(5, read.Reply);
    }

    [Fact]
    public void A_read_of_durable_state_is_answered_without_the_journal()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        Assert.Equal(0, bench.Ask("a", new GetTotal()).Reply);
        Assert.Equal(0, bench.Journal.PendingCount);
    }

    [Fact]
    public void A_chain_through_three_actors_is_one_append_and_the_last_one_answers()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var asked = bench.Ask("a", new AddVia(1, CounterActor.Id("b")));
        Assert.Equal(1, bench.Journal.PendingCount);
        bench.Journal.CompleteNext();
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(1, asked.Reply);
        Assert.Equal([CounterActor.Id("a"), CounterActor.Id("b")], bench.Journal.Events.Select(
            journaled => journaled.Actor));
        Assert.Equal([2], bench.Recorder.Groups);
    }

    [Fact]
    public void The_shard_goes_on_while_appends_are_in_flight_and_groups_gather()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), new ShardOptions { MaxAppendsInFlight = 1 });
        var asked = Enumerable.Range(1, 5).Select(_ => bench.Ask("a", new Add(1))).ToList();
        Assert.Equal(1, bench.Journal.PendingCount);
        bench.Journal.CompleteNext();
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(1, asked[0].Reply);
        Assert.False(asked[1].HasAnswer);
        bench.Settle();
        Assert.Equal([1, 4], bench.Recorder.Groups);
        Assert.Equal(5, asked[4].Reply);
    }

    [Fact]
    public void At_the_limit_of_undurable_events_the_shard_takes_no_message_and_then_goes_on()
    {
        var options = new ShardOptions { MaxAppendsInFlight = 1, MaxUndurable = 4, MailboxCapacity = 3 };
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), options);
        var asked = Enumerable.Range(1, 6).Select(_ => bench.Ask("a", new Add(1))).ToList();
        Assert.Equal(2, bench.Shard.Statistics.LastPosition);
        var refused = bench.Ask("a", new Add(1));
        refused = refused.HasAnswer ? refused : bench.Ask("a", new Add(1));
        Assert.Equal(ActorErrorCodes.Overloaded, refused.Code);
        bench.Settle();
        Assert.All(asked.Take(5), one => Assert.True(one.HasAnswer));
    }

    [Fact]
    public void A_failed_append_stops_the_shard_and_nothing_unreleased_leaves()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var first = bench.Ask("a", new Announce("one"));
        var second = bench.Ask("a", new Announce("two"));
        var third = bench.Ask("a", new Announce("three"));
        bench.Journal.CompleteNext(s_diskFull);
        bench.Dispatcher.RunUntilIdle();
        Assert.All([first, second, third], asked => Assert.Equal(ActorErrorCodes.JournalFailed, asked.Code));
        Assert.Empty(bench.Recorder.Effects);
        Assert.Equal(ShardStatus.Stopped, bench.Shard.Status);
        Assert.Equal(ActorErrorCodes.Stopped, bench.Ask("a", new GetTotal()).Code);
        Assert.Single(bench.Recorder.Stops);
    }

    [Fact]
    public void An_append_of_unknown_end_gives_unknown_outcomes_to_what_was_sent_only()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), new ShardOptions { MaxAppendsInFlight = 1 });
        var sent = bench.Ask("a", new Add(1));
        var unsent = bench.Ask("a", new Add(1));
        bench.Journal.CompleteNext(new AppendOutcome(AppendStatus.Unknown, "i/o error at commit"));
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ActorErrorCodes.OutcomeUnknown, sent.Code);
        Assert.Equal(ActorErrorCodes.JournalFailed, unsent.Code);
    }

    [Fact]
    public void A_fenced_shard_stops_and_says_so()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var asked = bench.Ask("a", new Add(1));
        bench.Journal.CompleteNext(new AppendOutcome(AppendStatus.Fenced, "epoch 3 owns it"));
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ActorErrorCodes.Fenced, asked.Code);
        Assert.Equal(ActorErrorCodes.Fenced, bench.Ask("a", new Add(1)).Code);
    }

    [Fact]
    public void After_a_failed_append_the_shard_opens_again_with_what_is_durable()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        bench.Ask("a", new Add(3));
        bench.Settle();
        bench.Ask("a", new Add(4));
        bench.Journal.CompleteNext(s_diskFull);
        bench.Dispatcher.RunUntilIdle();
        bench.Journal.Crash();
        var again = new ShardBench(bench.Journal);
        Assert.Equal(3, again.Ask("a", new GetTotal()).Reply);
    }
}
