using Vim.Actors.Journaling;
using Vim.Actors.Messaging;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Messaging;

/// <summary>Two shards and a network between them that loses, repeats and reorders.</summary>
public sealed class ShardMessagingTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_message_leaves_when_durable_and_is_acknowledged_when_durable_there()
    {
        var sender = new ShardBench(new MemoryShardJournal(isManual: true), shard: "east", time: _time);
        var receiver = new ShardBench(new MemoryShardJournal(isManual: true), shard: "west", time: _time);
        var sent = sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Add(7)));
        Assert.Empty(sender.Recorder.Envelopes);
        sender.Settle();
        Assert.Equal("sent", sent.Reply);
        Deliver(sender, receiver);
        Assert.Empty(receiver.Recorder.Envelopes);
        receiver.Settle();
        Deliver(receiver, sender);
        sender.Settle();
        Assert.Equal(7, receiver.Ask("b", new GetTotal()).Reply);
        Assert.Contains(sender.Journal.Events, journaled => journaled.Event is OutboxAcknowledged { UpTo: 1 });
        Resend(sender);
        Assert.Empty(sender.Recorder.Envelopes);
    }

    [Fact]
    public void A_repeated_message_is_handled_once_and_acknowledged_again()
    {
        var (sender, receiver) = Pair();
        sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Add(7)));
        var message = Assert.Single(sender.Recorder.Envelopes);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(receiver.Shard.Deliver(message));
            receiver.Dispatcher.RunUntilIdle();
        }
        Assert.Equal(7, receiver.Ask("b", new GetTotal()).Reply);
        Assert.Equal(3, receiver.Recorder.Envelopes.Count);
    }

    [Fact]
    public void Lost_messages_are_sent_again_in_order()
    {
        var (sender, receiver) = Pair();
        foreach (var text in new[] { "one", "two", "three" })
        {
            sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Announce(text)));
        }
        receiver.Shard.Deliver(sender.Recorder.Envelopes[2]);
        receiver.Dispatcher.RunUntilIdle();
        Assert.Empty(receiver.Recorder.Effects);
        sender.Recorder.Envelopes.Clear();
        Resend(sender);
        Deliver(sender, receiver);
        Assert.Equal(["one", "two", "three"], receiver.Recorder.Effects);
    }

    [Fact]
    public void A_sender_that_crashed_sends_again_what_was_not_acknowledged()
    {
        var (sender, receiver) = Pair();
        sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Add(7)));
        var again = new ShardBench(sender.Journal, shard: "east", time: _time);
        Assert.Equal(sender.Recorder.Envelopes, again.Recorder.Envelopes);
        Deliver(again, receiver);
        Deliver(receiver, again);
        var third = new ShardBench(sender.Journal, shard: "east", time: _time);
        Assert.Empty(third.Recorder.Envelopes);
        Assert.Equal(7, receiver.Ask("b", new GetTotal()).Reply);
    }

    [Fact]
    public void A_receiver_that_crashed_before_durable_takes_the_message_again_and_after_durable_does_not()
    {
        var sender = new ShardBench(shard: "east", time: _time);
        var journal = new MemoryShardJournal(isManual: true);
        var receiver = new ShardBench(journal, shard: "west", time: _time);
        sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Add(7)));
        receiver.Shard.Deliver(sender.Recorder.Envelopes[0]);
        receiver.Dispatcher.RunUntilIdle();
        journal.Crash();

        receiver = new ShardBench(journal, shard: "west", time: _time);
        receiver.Shard.Deliver(sender.Recorder.Envelopes[0]);
        receiver.Settle();
        Assert.Equal(7, receiver.Ask("b", new GetTotal()).Reply);

        receiver = new ShardBench(journal, shard: "west", time: _time);
        receiver.Shard.Deliver(sender.Recorder.Envelopes[0]);
        receiver.Settle();
        Assert.Equal(7, receiver.Ask("b", new GetTotal()).Reply);
        Assert.IsType<ShardAcknowledgement>(Assert.Single(receiver.Recorder.Envelopes));
    }

    [Fact]
    public void A_full_outbox_refuses_and_loses_nothing_that_it_took()
    {
        var sender = new ShardBench(options: new ShardOptions { MaxOutbox = 2 }, shard: "east", time: _time);
        var west = new ShardId("west");
        for (var i = 0; i < 3; i++)
        {
            sender.Ask("a", new SendAway(west, CounterActor.Id("b"), new Add(1)));
        }
        Assert.Equal(2, sender.Recorder.Envelopes.Count);
        Assert.Equal(ActorErrorCodes.OutboxFull, Assert.Single(sender.Recorder.SetAside).Code);
        var refused = sender.Journal.Events.Select(journaled => journaled.Event).OfType<CounterActor.Refused>();
        Assert.Equal([ActorErrorCodes.OutboxFull], refused.Select(one => one.Code));
    }

    [Fact]
    public void A_message_that_its_receiver_cannot_handle_is_taken_and_set_aside_there()
    {
        var (sender, receiver) = Pair();
        sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Explode()));
        Deliver(sender, receiver);
        Assert.IsType<Explode>(Assert.Single(receiver.Recorder.SetAside).Message);
        Deliver(receiver, sender);
        Resend(sender);
        Assert.Empty(sender.Recorder.Envelopes);
    }

    [Fact]
    public void A_message_to_a_passivated_actor_waits_for_it_and_is_one_group()
    {
        var sender = new ShardBench(shard: "east", time: _time);
        var receiver = new ShardBench(options: new ShardOptions { MaxResidentActors = 16 }, shard: "west", time: _time);
        receiver.Ask("b", new Add(1));
        for (var i = 0; i < 100; i++)
        {
            receiver.Ask($"actor-{i}", new Add(1));
        }
        receiver.Recorder.Groups.Clear();
        sender.Ask("a", new SendAway(receiver.Shard.Id, CounterActor.Id("b"), new Add(7)));
        Deliver(sender, receiver);
        Assert.Equal([2], receiver.Recorder.Groups);
        Assert.Equal(8, receiver.Ask("b", new GetTotal()).Reply);
    }

    private (ShardBench Sender, ShardBench Receiver) Pair() =>
        (new ShardBench(shard: "east", time: _time), new ShardBench(shard: "west", time: _time));

    private static void Deliver(ShardBench from, ShardBench to)
    {
        foreach (var envelope in from.Recorder.Envelopes)
        {
            to.Shard.Deliver(envelope);
            to.Dispatcher.RunUntilIdle();
        }
        from.Recorder.Envelopes.Clear();
    }

    private void Resend(ShardBench sender)
    {
        sender.Recorder.Envelopes.Clear();
        _time.Advance(TimeSpan.FromSeconds(2));
        sender.Settle();
    }
}
