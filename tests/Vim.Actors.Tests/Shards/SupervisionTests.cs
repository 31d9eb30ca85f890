using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class SupervisionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_turn_that_throws_does_nothing_and_its_asker_gets_a_code(bool inEvolve)
    {
        var bench = new ShardBench();
        bench.Ask("a", new Add(5));
        var asked = bench.Ask("a", inEvolve ? new ExplodeInEvolve() : new Explode());
        Assert.Equal(ActorErrorCodes.TurnFailed, asked.Code);
        Assert.DoesNotContain("secret", asked.Answer.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Recorder.Effects);
        Assert.Equal(5, bench.Ask("a", new GetTotal()).Reply);
        Assert.Single(bench.Journal.Events);
    }

    [Fact]
    public void The_message_is_set_aside_and_reported_with_its_exception()
    {
        var bench = new ShardBench();
        bench.Ask("a", new Explode());
        var letter = Assert.Single(bench.Recorder.SetAside);
        Assert.Equal(CounterActor.Id("a"), letter.Actor);
        Assert.IsType<Explode>(letter.Message);
        Assert.Equal("secret of the actor", letter.Exception!.Message);
        Assert.Equal([letter], bench.Shard.DeadLetters);
    }

    [Fact]
    public void Dead_letters_are_bounded()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxDeadLetters = 3 });
        for (var i = 0; i < 5; i++)
        {
            bench.Ask($"actor-{i}", new Explode());
        }
        Assert.Equal(["actor-2", "actor-3", "actor-4"], bench.Shard.DeadLetters.Select(letter => letter.Actor.Key));
    }

    [Fact]
    public void An_actor_is_replayed_with_what_is_durable_and_what_is_not_yet()
    {
        var bench = new ShardBench(new MemoryShardJournal(isManual: true), new ShardOptions { MaxAppendsInFlight = 1 });
        bench.Ask("a", new Add(1));
        bench.Settle();
        bench.Ask("a", new Add(2));
        bench.Ask("a", new Add(4));
        bench.Ask("a", new ExplodeInEvolve());
        var total = bench.Ask("a", new GetTotal());
        Assert.Equal(1, bench.Journal.PendingCount);
        bench.Settle();
        Assert.Equal(7, total.Reply);
        Assert.Equal([1L, 2L, 3L], bench.Journal.Events.Select(journaled => journaled.Sequence));
    }

    [Fact]
    public void Other_actors_and_earlier_turns_of_the_chain_go_on()
    {
        var bench = new ShardBench();
        var asked = bench.Ask("a", new TellOther(CounterActor.Id("b"), new Explode()));
        Assert.Equal(ActorErrorCodes.TurnFailed, asked.Code);
        Assert.Equal(1, bench.Ask("a", new GetTotal()).Reply);
        Assert.Equal(3, bench.Ask("b", new Add(3)).Reply);
    }

    [Fact]
    public void The_sender_hears_that_its_message_was_refused_if_it_wants_to()
    {
        var bench = new ShardBench();
        bench.Ask("a", new TellOther(CounterActor.Id("b"), new Explode()));
        var refused = Assert.Single(
            bench.Journal.Events.Select(journaled => journaled.Event).OfType<CounterActor.Refused>());
        Assert.Equal(ActorErrorCodes.TurnFailed, refused.Code);
    }

    [Fact]
    public void A_message_to_an_unknown_kind_is_refused()
    {
        var bench = new ShardBench();
        var asked = new Asked();
        bench.Shard.Ask(new ActorId("ghost", "1"), new Add(1), asked);
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal(ActorErrorCodes.UnknownKind, asked.Code);
    }

    [Fact]
    public void An_actor_that_cannot_recover_is_marked_failed_after_some_times_and_refuses()
    {
        var counter = new CounterActor { FailsToRecover = true };
        var bench = new ShardBench(options: new ShardOptions { MaxFailedRecoveries = 3 }, counter: counter);
        bench.Ask("a", new Begin());
        bench.Ask("a", new Explode());
        Assert.Equal(3, bench.Recorder.SetAside.Count(letter => letter.Message is Recovered));
        Assert.Equal([CounterActor.Id("a")], bench.Recorder.FailedActors);
        Assert.Equal(ActorErrorCodes.ActorFailed, bench.Ask("a", new Add(1)).Code);
        Assert.Equal(1, bench.Ask("b", new Add(1)).Reply);
    }

    [Fact]
    public void An_actor_whose_events_cannot_be_applied_is_marked_failed_and_the_shard_opens_all_the_same()
    {
        var before = new ShardBench();
        before.Ask("a", new Add(1));
        before.Ask("b", new Announce("fine"));
        var bench = new ShardBench(before.Journal, counter: new CounterActor { FailsToReplay = true });
        Assert.Equal(ShardStatus.Running, bench.Shard.Status);
        Assert.Equal(ActorErrorCodes.ActorFailed, bench.Ask("a", new GetTotal()).Code);
        Assert.Equal(0, bench.Ask("b", new GetTotal()).Reply);
    }

    [Fact]
    public void A_journal_with_a_kind_that_is_not_registered_is_not_opened()
    {
        var journal = new MemoryShardJournal();
        journal.Append(
            new ShardAppend(new ShardId("zone-1"), 1,
                [new JournaledEvent(new ActorId("later", "1"), 1, 1, "x", default)], [], []), _ => { });
        var bench = new ShardBench(journal);
        Assert.Equal(ShardStatus.Stopped, bench.Shard.Status);
        Assert.Equal(ActorErrorCodes.ReplayFailed, bench.Ask("a", new Add(1)).Code);
        Assert.Contains("later", Assert.Single(bench.Recorder.Stops).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_without_end_is_cut_off()
    {
        var bench = new ShardBench(options: new ShardOptions { MaxTurnsPerChain = 100 });
        Assert.Equal(ActorErrorCodes.ChainTooLong, bench.Ask("a", new Loop()).Code);
        Assert.Equal(100, bench.Shard.Statistics.Turns);
        Assert.Equal(1, bench.Ask("a", new Add(1)).Reply);
    }

    [Fact]
    public void An_outlet_that_throws_is_reported_and_the_shard_goes_on()
    {
        var bench = new ShardBench();
        bench.Recorder.OnEffect = _ => throw new InvalidOperationException("broken outlet");
        Assert.Equal("announced", bench.Ask("a", new Announce("x")).Reply);
        Assert.Equal("broken outlet", Assert.Single(bench.Recorder.ReleaseFailures).Message);
    }

    [Fact]
    public void A_broken_invariant_names_what_was_expected()
    {
        var broken = Assert.Throws<InvariantException>(() => Invariant.Check(1 > 2, "numbers"));
        Assert.Equal("numbers (1 > 2)", broken.Message);
    }

    [Fact]
    public void Those_parked_at_an_actor_that_fails_hear_that_nobody_knows()
    {
        var counter = new CounterActor { FailsToRecover = true };
        var bench = new ShardBench(counter: counter);
        bench.Ask("a", new Begin());
        var parked = bench.Ask("a", new Wait("k"));
        var elsewhere = bench.Ask("b", new Wait("k"));
        bench.Ask("a", new Explode());
        Assert.Equal(ActorErrorCodes.OutcomeUnknown, parked.Code);
        Assert.False(elsewhere.HasAnswer);
    }

    [Fact]
    public void A_journal_that_throws_stops_the_shard_and_not_the_process()
    {
        var bench = new ShardBench(new MemoryShardJournal { IsBroken = true });
        Assert.Equal(ActorErrorCodes.JournalFailed, bench.Ask("a", new Add(1)).Code);
        Assert.Equal(ShardStatus.Stopped, bench.Shard.Status);
        Assert.IsType<InvalidOperationException>(Assert.Single(bench.Recorder.ReleaseFailures));
    }
}
