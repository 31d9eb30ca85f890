using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

/// <summary>An actor whose state follows from the others': what it derives is in no journal.</summary>
public sealed class GathererTests
{
    [Fact]
    public void What_is_derived_is_not_journaled_and_is_gathered_when_the_shard_opens()
    {
        var bench = new ShardBench(more: [new TallyActor()]);
        bench.AskTally(new AddAndTally(CounterActor.Id("a"), 3));
        bench.AskTally(new AddAndTally(CounterActor.Id("b"), 4));
        Assert.Equal(7, bench.AskTally(new GetTotal()).Reply);
        Assert.All(bench.Journal.Events, journaled => Assert.IsType<Added>(journaled.Event));

        var again = new ShardBench(bench.Journal, more: [new TallyActor()]);
        Assert.Equal(7, again.AskTally(new GetTotal()).Reply);
    }

    [Fact]
    public void A_turn_that_throws_gathers_again()
    {
        var bench = new ShardBench(more: [new TallyActor()]);
        bench.AskTally(new Announce("own event"));
        bench.AskTally(new AddAndTally(CounterActor.Id("a"), 3));
        Assert.Equal(ActorErrorCodes.TurnFailed, bench.AskTally(new Explode()).Code);
        Assert.Equal(3, bench.AskTally(new GetTotal()).Reply);
    }

    [Fact]
    public void With_one_missing_it_fails_rather_than_be_wrong()
    {
        var bench = new ShardBench(more: [new TallyActor()]);
        bench.AskTally(new AddAndTally(CounterActor.Id("a"), 3));
        var broken = new CounterActor { FailsToReplay = true };
        var again = new ShardBench(bench.Journal, counter: broken, more: [new TallyActor()]);
        Assert.Equal(ActorErrorCodes.ActorFailed, again.AskTally(new GetTotal()).Code);
    }

    [Fact]
    public void With_some_passivated_a_turn_that_throws_ends_it_until_the_shard_opens_again()
    {
        var options = new ShardOptions { MaxResidentActors = 16 };
        var bench = new ShardBench(options: options, more: [new TallyActor()]);
        for (var number = 0; number < 40; number++)
        {
            bench.AskTally(new AddAndTally(CounterActor.Id($"c{number}"), 1));
        }
        bench.AskTally(new Explode());
        Assert.Equal(ActorErrorCodes.ActorFailed, bench.AskTally(new GetTotal()).Code);
        var again = new ShardBench(bench.Journal, options, more: [new TallyActor()]);
        Assert.Equal(40, again.AskTally(new GetTotal()).Reply);
    }
}
