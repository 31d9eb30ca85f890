using Vim.Actors.Dispatching;
using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Sources;

namespace Vim.Actors.Tests.Support;

/// <summary>One shard under manual control: its turns, its journal and its time move when the test says so.</summary>
internal sealed class ShardBench
{
    public ShardBench(
        MemoryShardJournal? journal = null, ShardOptions? options = null, string shard = "zone-1",
            CounterActor? counter = null,
        ManualTime? time = null, ActorKind[]? more = null)
    {
        Journal = journal ?? new MemoryShardJournal();
        Time = time ?? new ManualTime();
        Counter = counter ?? new CounterActor();
        var random = new SeededRandomSource(7);
        var environment = new ShardEnvironment
        {
            Time = Time,
            Random = random,
            Ids = new TimeOrderedIdSource(Time, random.Fork()),
            Dispatcher = Dispatcher,
            Outlet = Recorder,
            Observer = Recorder,
            Feed = Feed,
        };
        Shard = new Shard(
            new ShardId(shard), [Counter, .. more ?? []], Journal, environment, options ?? new ShardOptions());
        Shard.Open();
        Dispatcher.RunUntilIdle();
    }

    public ManualDispatcher Dispatcher { get; } = new();

    public Recorder Recorder { get; } = new();

    public FeedRecorder Feed { get; } = new();

    public MemoryShardJournal Journal { get; }

    public ManualTime Time { get; }

    public CounterActor Counter { get; }

    public Shard Shard { get; }

    /// <summary>Asks and runs the shard until it has nothing to do; the journal may still hold the answer
    /// back.</summary>
    public Asked Ask(string key, object message)
    {
        var asked = Post(key, message);
        Dispatcher.RunUntilIdle();
        return asked;
    }

    /// <summary>Asks the tally and runs the shard until it has nothing to do.</summary>
    public Asked AskTally(object message)
    {
        var asked = new Asked();
        Shard.Ask(TallyActor.Id, message, asked);
        Dispatcher.RunUntilIdle();
        return asked;
    }

    /// <summary>Asks without running the shard.</summary>
    public Asked Post(string key, object message)
    {
        var asked = new Asked();
        Shard.Ask(CounterActor.Id(key), message, asked);
        return asked;
    }

    /// <summary>Lets the journal finish everything, again and again until nothing moves.</summary>
    public void Settle()
    {
        Dispatcher.RunUntilIdle();
        while (Journal.PendingCount > 0)
        {
            Journal.CompleteNext();
            Dispatcher.RunUntilIdle();
        }
    }
}
