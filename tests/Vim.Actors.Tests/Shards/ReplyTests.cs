using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class ReplyTests
{
    [Fact]
    public void Only_the_first_reply_counts()
    {
        Assert.Equal("first", new ShardBench().Ask("a", new ReplyTwice()).Reply);
    }

    [Fact]
    public void An_ask_that_nobody_answers_fails_when_the_chain_ends()
    {
        Assert.Equal(ActorErrorCodes.NoReply, new ShardBench().Ask("a", new Keep()).Code);
    }

    [Fact]
    public void A_tell_needs_no_answer()
    {
        var bench = new ShardBench();
        Assert.Null(bench.Shard.Tell(CounterActor.Id("a"), new Add(2)));
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(2, bench.Ask("a", new GetTotal()).Reply);
        Assert.Empty(bench.Recorder.SetAside);
    }

    [Fact]
    public void Parked_askers_wait_until_their_key_is_answered_and_all_get_the_same()
    {
        var bench = new ShardBench();
        var first = bench.Ask("a", new Wait("k"));
        var second = bench.Ask("a", new Wait("k"));
        var other = bench.Ask("a", new Wait("other"));
        Assert.False(first.HasAnswer);
        Assert.Equal("released", bench.Ask("a", new Release("k")).Reply);
        Assert.Equal(3, first.Reply);
        Assert.Equal(3, second.Reply);
        Assert.False(other.HasAnswer);
        Assert.Equal("released", bench.Ask("a", new Release("nobody waits here")).Reply);
    }

    [Fact]
    public void The_same_key_of_another_actor_is_another_key()
    {
        var bench = new ShardBench();
        var asked = bench.Ask("a", new Wait("k"));
        bench.Ask("b", new Release("k"));
        Assert.False(asked.HasAnswer);
    }

    [Fact]
    public void The_answer_to_the_parked_is_held_until_durable()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var asked = bench.Ask("a", new Wait("k"));
        bench.Ask("a", new Release("k"));
        Assert.False(asked.HasAnswer);
        bench.Settle();
        Assert.Equal(1, asked.Reply);
    }

    [Fact]
    public void Over_the_limit_nobody_is_parked_and_the_asker_is_told()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxParked = 1 });
        var first = bench.Ask("a", new Wait("k"));
        Assert.Equal(ActorErrorCodes.TooManyParked, bench.Ask("a", new Wait("k")).Code);
        bench.Ask("a", new Release("k"));
        Assert.Equal(2, first.Reply);
        Assert.False(bench.Ask("a", new Wait("k")).HasAnswer);
    }

    [Fact]
    public void When_the_shard_stops_the_parked_get_an_unknown_outcome()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true));
        var asked = bench.Ask("a", new Wait("k"));
        bench.Settle();
        bench.Ask("a", new Add(1));
        bench.Journal.CompleteNext(new AppendOutcome(AppendStatus.Failed, "disk full"));
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ActorErrorCodes.OutcomeUnknown, asked.Code);
    }

    [Fact]
    public void A_parked_asker_survives_the_restart_of_its_actor()
    {
        var bench = new ShardBench();
        var asked = bench.Ask("a", new Wait("k"));
        bench.Ask("a", new Explode());
        bench.Ask("a", new Release("k"));
        Assert.Equal(1, asked.Reply);
    }

    [Fact]
    public void A_turn_knows_itself_its_shard_and_who_asks()
    {
        var bench = new ShardBench();
        var (self, shard, now, sender, asked, id) =
            ((ActorId, ShardId, DateTimeOffset, ActorId?, bool, Guid))bench.Ask("a", new WhatDoYouKnow()).Reply!;
        Assert.Equal(CounterActor.Id("a"), self);
        Assert.Equal(bench.Shard.Id, shard);
        Assert.Equal(bench.Time.GetUtcNow(), now);
        Assert.Null(sender);
        Assert.True(asked);
        Assert.NotEqual(Guid.Empty, id);
    }
}
