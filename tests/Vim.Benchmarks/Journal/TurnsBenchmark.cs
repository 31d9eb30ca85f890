using System.Diagnostics;
using Vim.Actors;
using Vim.Actors.Dispatching;
using Vim.Actors.Journaling;
using Vim.Actors.Messaging;
using Vim.Actors.Shards;
using Vim.Actors.Sources;
using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Journal;

/// <summary>
/// What the actor runtime costs: turns of one shard on one thread with a journal that is durable at once. Each ask goes
/// to one of
/// 10,000 actors and passes on to others; each turn emits an event.
/// </summary>
internal sealed class TurnsBenchmark : IBenchmark
{
    private const int Actors = 10_000;
    private const int Rounds = 5;

    public Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var figures = new List<Figure>();
        foreach (var hops in new[] { 1, 3 })
        {
            Measure(figures, hops, duration / 2);
        }
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static void Measure(List<Figure> figures, int hops, TimeSpan duration)
    {
        var dispatcher = new InlineDispatcher();
        var random = new SeededRandomSource(1);
        var environment = new ShardEnvironment
        {
            Time = TimeProvider.System,
            Random = random,
            Ids = new TimeOrderedIdSource(TimeProvider.System, random),
            Dispatcher = dispatcher,
            Outlet = new NoOutlet(),
        };
        var shard = new Shard(
            new ShardId("zone-1"), [new RelayActor()], new DurableAtOnce(), environment, new ShardOptions());
        shard.Open();
        dispatcher.RunUntilIdle();
        var ids = Enumerable.Range(0, Actors).Select(RelayActor.Id).ToArray();
        var asker = new CountingAsker();
        var rates = new List<double>();
        var allocations = new List<double>();
        Ask(shard, dispatcher, ids, hops, asker, duration / Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            var turnsBefore = shard.Statistics.Turns;
            var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            var elapsed = Ask(shard, dispatcher, ids, hops, asker, duration / Rounds);
            var turns = (double)(shard.Statistics.Turns - turnsBefore);
            rates.Add(turns / elapsed.TotalSeconds);
            allocations.Add((GC.GetAllocatedBytesForCurrentThread() - allocatedBefore) / turns);
        }
        figures.Add(new Figure($"turns, {hops} per ask, one event each", "turns/s", rates));
        figures.Add(new Figure($"allocated, {hops} turns per ask", "bytes/turn", allocations));
    }

    private static TimeSpan Ask(
        Shard shard, InlineDispatcher dispatcher, ActorId[] ids, int hops, CountingAsker asker, TimeSpan duration)
    {
        const int InFlight = 512;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            for (var i = 0; i < InFlight; i++)
            {
                shard.Ask(ids[(asker.Answers + i) * 7 % ids.Length], Relay.Of(hops), asker);
            }
            dispatcher.RunUntilIdle();
        }
        return Stopwatch.GetElapsedTime(started);
    }

    private sealed record Relay(int Left)
    {
        private static readonly Relay[] s_relays = [.. Enumerable.Range(0, 8).Select(left => new Relay(left))];

        public static Relay Of(int hops) => s_relays[hops];
    }

    private sealed record Relayed
    {
        public static Relayed Instance { get; } = new();
    }

    private sealed class RelayActor : Actor<RelayActor.Count>
    {
        public override string Kind => "relay";

        public static ActorId Id(int number) => new("relay", $"compute-{number:D8}");

        public override Count Initial(ActorId self) => new();

        public override Turn Handle(Count state, object message, TurnContext context)
        {
            var relay = (Relay)message;
            var turn = Turn.None.Emit(Relayed.Instance);
            return relay.Left == 1 ? turn.Reply(Relayed.Instance) : turn.Tell(context.Self, Relay.Of(relay.Left - 1));
        }

        public override Count Evolve(Count state, object @event)
        {
            state.Events += (@event as RelayedBefore)?.Count ?? 1;
            return state;
        }

        public override IReadOnlyList<object> Summarise(Count state) => [new RelayedBefore(state.Events)];

        private sealed record RelayedBefore(long Count);

        internal sealed class Count
        {
            public long Events { get; set; }
        }
    }

    private sealed class CountingAsker : IAsker
    {
        public long Answers { get; private set; }

        public void Answered(in Answer answer) => Answers++;
    }

    private sealed class NoOutlet : IShardOutlet
    {
        public void Release(ActorId from, object effect)
        {
        }

        public void Send(ShardEnvelope envelope)
        {
        }
    }

    private sealed class DurableAtOnce : IShardJournal
    {
        public void Append(ShardAppend group, Action<AppendOutcome> done) => done(AppendOutcome.Committed);

        public void ReplayShard(IReplayReceiver receiver) => receiver.OnCompleted(ReplayOutcome.Done(0));

        public void ReplayActor(ActorId actor, IReplayReceiver receiver) => receiver.OnCompleted(ReplayOutcome.Done(0));
    }

    private sealed class InlineDispatcher : IDispatcher
    {
        private readonly Queue<IThreadPoolWorkItem> _ready = new();

        public int Throughput => 256;

        public void Schedule(IThreadPoolWorkItem work) => _ready.Enqueue(work);

        public void RunUntilIdle()
        {
            while (_ready.TryDequeue(out var work))
            {
                work.Execute();
            }
        }
    }
}
