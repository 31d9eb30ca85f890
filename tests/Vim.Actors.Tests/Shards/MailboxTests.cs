using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class MailboxTests
{
    private static readonly ShardOptions s_small = new()
    {
        MailboxCapacity = 3,
        RetryAfter = TimeSpan.FromMilliseconds(20),
    };

    [Fact]
    public void A_full_mailbox_refuses_at_once_with_a_hint_and_takes_again_when_there_is_room()
    {
        var bench = new ShardBench(options: s_small);
        var taken = Enumerable.Range(0, 3).Select(_ => bench.Post("a", new Add(1))).ToList();
        var refused = bench.Post("a", new Add(1));
        Assert.Equal(ActorErrorCodes.Overloaded, refused.Code);
        Assert.Equal(s_small.RetryAfter, refused.Answer.Error!.RetryAfter);
        Assert.Equal(ActorErrorCodes.Overloaded, bench.Shard.Tell(CounterActor.Id("a"), new Add(1))!.Code);
        Assert.Equal(3, bench.Shard.Statistics.Mailbox);
        bench.Dispatcher.RunUntilIdle();
        Assert.Equal([1, 2, 3], taken.Select(asked => asked.Reply));
        Assert.Equal(4, bench.Ask("a", new Add(1)).Reply);
        Assert.Equal(0, bench.Shard.Statistics.Mailbox);
    }

    [Fact]
    public void Messages_of_turns_to_each_other_are_not_refused()
    {
        var bench = new ShardBench(options: s_small);
        var asked = Enumerable.Range(0, 3).Select(_ => bench.Post("a", new AddVia(1, CounterActor.Id("b")))).ToList();
        bench.Dispatcher.RunUntilIdle();
        Assert.All(asked, one => Assert.False(one.Answer.IsError));
    }

    [Fact]
    public void Messages_wait_while_the_shard_opens()
    {
        var bench = new ShardBench();
        Assert.Equal(ShardStatus.Running, bench.Shard.Status);
        Assert.True(bench.Shard.Opened.IsCompletedSuccessfully);
    }
}
