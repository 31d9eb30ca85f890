using System.Collections.Concurrent;
using Vim.Actors.Dispatching;
using Vim.Actors.Journaling;
using Vim.Actors.Observing;
using Vim.Actors.Shards;
using Vim.Actors.Sources;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

/// <summary>Real threads: many askers, several shards, a journal that answers from other threads.</summary>
public sealed class ThreadPoolTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Many_threads_ask_many_shards_and_every_addition_counts_once()
    {
        const int Shards = 4;
        const int Askers = 8;
        const int Asks = 500;
        var guard = new OneThreadGuard();
        var shards = Enumerable.Range(0, Shards).Select(i => Make($"zone-{i}", guard)).ToList();
        foreach (var shard in shards)
        {
            shard.Open();
            Assert.Null(await shard.Opened.WaitAsync(s_limit));
        }
        await Task.WhenAll(Enumerable.Range(0, Askers).Select(
            asker => Task.Run(() => AskAll(shards, asker, Asks)))).WaitAsync(s_limit);
        foreach (var shard in shards)
        {
            var totals = await Task.WhenAll(
                Enumerable.Range(0, 5).Select(i => shard.AskAsync(CounterActor.Id($"{i}"), new GetTotal())));
            Assert.Equal(Askers * Asks, totals.Sum(answer => (int)answer.Reply!));
            Assert.Null(await shard.CloseAsync().WaitAsync(s_limit));
        }
        Assert.Equal(0, guard.Violations);
    }

    private static async Task AskAll(List<Shard> shards, int asker, int asks)
    {
        var answers = new List<Task<Answer>>();
        for (var i = 0; i < asks; i++)
        {
            answers.AddRange(shards.Select(shard => shard.AskAsync(CounterActor.Id($"{(asker + i) % 5}"), new Add(1))));
        }
        foreach (var answer in await Task.WhenAll(answers))
        {
            Assert.False(answer.IsError, answer.Error?.Message);
        }
    }

    private static Shard Make(string name, OneThreadGuard guard)
    {
        var recorder = new Recorder();
        var environment = new ShardEnvironment
        {
            Time = TimeProvider.System,
            Random = new SeededRandomSource(1),
            Ids = new TimeOrderedIdSource(TimeProvider.System, new SeededRandomSource(2)),
            Dispatcher = new ThreadPoolDispatcher(throughput: 16),
            Outlet = recorder,
            Trace = guard,
        };
        var options = new ShardOptions { MailboxCapacity = 100_000 };
        return new Shard(new ShardId(name), [new CounterActor()], new PoolJournal(), environment, options);
    }

    /// <summary>Answers every append from a thread of the pool.</summary>
    private sealed class PoolJournal : IShardJournal
    {
        private readonly MemoryShardJournal _inner = new();
        private readonly BlockingCollection<(ShardAppend, Action<AppendOutcome>)> _appends = [];

        public PoolJournal() => new Thread(Run) { IsBackground = true }.Start();

        public void Append(ShardAppend group, Action<AppendOutcome> done) =>
            _appends.Add((group with { Events = [.. group.Events], Snapshots = [.. group.Snapshots] }, done));

        public void ReplayShard(IReplayReceiver receiver) => ThreadPool.QueueUserWorkItem(
            _ => _inner.ReplayShard(receiver));

        public void ReplayActor(ActorId actor, IReplayReceiver receiver) =>
            ThreadPool.QueueUserWorkItem(_ => _inner.ReplayActor(actor, receiver));

        private void Run()
        {
            foreach (var (append, done) in _appends.GetConsumingEnumerable())
            {
                _inner.Append(append, done);
            }
        }
    }

    /// <summary>Counts turns of one shard that overlap.</summary>
    private sealed class OneThreadGuard : ITurnTrace
    {
        private readonly ConcurrentDictionary<ShardId, int> _inside = new();
        private int _violations;

        public int Violations => _violations;

        public void TurnTaken(ShardId shard, ActorId actor, object message, Turn turn)
        {
            if (_inside.AddOrUpdate(shard, 1, (_, inside) => inside + 1) != 1)
            {
                Interlocked.Increment(ref _violations);
            }
            Thread.SpinWait(20);
            _inside.AddOrUpdate(shard, 0, (_, inside) => inside - 1);
        }

        public void TurnFailed(ShardId shard, ActorId actor, object message, Exception exception) =>
            Interlocked.Increment(ref _violations);
    }
}
