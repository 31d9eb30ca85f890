using Vim.Actors.Journaling;
using Vim.Actors.Shards;
using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Properties;

/// <summary>
/// A shard that random steps drive: messages, turns, ends of appends, failures, crashes. Looks at every release whether
/// the journal already holds what it depends on, and remembers what was acknowledged.
/// </summary>
internal sealed class InterleavingWorld
{
    private static readonly string[] s_actors = ["a", "b", "c", "d"];

    private readonly ShardOptions _options;
    private readonly MemoryShardJournal _journal = new(isManual: true) { HoldsActorReplays = true };
    private readonly List<Probe> _probes = [];
    private readonly HashSet<string> _acknowledged = [];
    private ShardBench _bench;
    private int _number;

    public InterleavingWorld(int seed)
    {
        _options = new ShardOptions
        {
            MaxAppendsInFlight = 1 + (seed & 1),
            MaxUndurable = 6 + (seed & 15),
            MailboxCapacity = 8,
            MaxResidentActors = 16,
            SnapshotDebt = seed & 7,
            SnapshotEvery = 2 + (seed & 3),
            MaxReplacedRowsPerGroup = 1 + (seed & 15),
        };
        _bench = Open();
    }

    public Dictionary<string, int> Seen { get; } = [];

    public void Step(int choice)
    {
        var actor = s_actors[(choice >> 8) & 3];
        switch (choice & 31)
        {
            case <= 5:
                Ask(actor, text => new Announce(text));
                break;
            case 6:
                Ask(actor, _ => new Add(1));
                break;
            case 7:
                Ask(actor, _ => (choice & 0x1000) == 0 ? new Add(1) : new Retire());
                break;
            case 8 or 9:
                Ask(actor, _ => new AddVia(2, CounterActor.Id(s_actors[(choice >> 10) & 3])));
                break;
            case 10:
                Ask(actor, _ => (choice & 0x1000) == 0 ? new Explode() : new ExplodeInEvolve());
                break;
            case 11:
                Ask(actor, _ => new TellOther(CounterActor.Id(s_actors[(choice >> 10) & 3]), new Explode()));
                break;
            case 12:
                Ask(actor, _ => new Wait("k"));
                break;
            case 13:
                Ask(actor, _ => new Release("k"));
                break;
            case 14:
                Ask($"cold-{(choice >> 8) & 63}", _ => new Add(1));
                break;
            case <= 22:
                RunOne();
                break;
            case <= 27:
                CompleteOne();
                break;
            case 28:
                _journal.ReleaseActorReplays();
                break;
            case 29:
                Crash(choice >> 8);
                break;
            case 30:
                FailAppend();
                break;
            default:
                RunOne();
                CompleteOne();
                break;
        }
    }

    /// <summary>Lets everything end and compares memory, journal and what was acknowledged.</summary>
    public void Finish()
    {
        Drain();
        CheckMemoryAgainstJournal();
        foreach (var probe in _probes.Where(probe => !probe.IsOfPastLife && !probe.CanBeParked))
        {
            Assert.True(probe.HasAnswer, $"{probe.Message} was never answered");
        }
        Crash(0);
        Drain();
        CheckMemoryAgainstJournal();
        CheckSequences();
    }

    private ShardBench Open()
    {
        var bench = new ShardBench(_journal, _options);
        bench.Recorder.OnEffect = effect =>
        {
            if (effect is string text && text.StartsWith('#'))
            {
                AssertDurable(text, "an effect left");
                _acknowledged.Add(text);
            }
        };
        return bench;
    }

    private void Ask(string actor, Func<string, object> make)
    {
        var text = $"#{_number++}";
        var probe = new Probe(make(text));
        probe.OnAnswer = answer =>
        {
            Count(answer.Error?.Code ?? "answered");
            if (!answer.IsError && probe.Message is Announce)
            {
                AssertDurable(text, "a reply left");
                _acknowledged.Add(text);
            }
        };
        _probes.Add(probe);
        _bench.Shard.Ask(CounterActor.Id(actor), probe.Message, probe);
    }

    private void RunOne()
    {
        if (_bench.Dispatcher.ReadyCount > 0)
        {
            _bench.Dispatcher.Step();
            Count("step");
        }
    }

    private void CompleteOne()
    {
        if (_journal.PendingCount > 0)
        {
            _journal.CompleteNext();
            Count("commit");
        }
    }

    private void FailAppend()
    {
        if (_journal.PendingCount > 0)
        {
            _journal.CompleteNext(new AppendOutcome(AppendStatus.Failed, "disk full"));
            _bench.Dispatcher.RunUntilIdle();
            Assert.Equal(ShardStatus.Stopped, _bench.Shard.Status);
            Count("append failed");
            Reopen(durable: 0);
        }
    }

    private void Crash(int choice)
    {
        Count("crash");
        // Some of what was on its way may have reached the disk, in order.
        Reopen(durable: _journal.PendingCount == 0 ? 0 : choice % (_journal.PendingCount + 1));
    }

    private void Reopen(int durable)
    {
        for (var i = 0; i < durable; i++)
        {
            _journal.CompleteNext();
        }
        _journal.Crash();
        foreach (var probe in _probes)
        {
            probe.IsOfPastLife = true;
        }
        _bench = Open();
        var durableTexts = DurableTexts();
        Assert.All(_acknowledged, text => Assert.Contains(text, durableTexts));
    }

    private void Drain()
    {
        for (var quiet = 0; quiet < 2; quiet++)
        {
            _bench.Settle();
            _journal.ReleaseActorReplays();
        }
        while (_bench.Dispatcher.ReadyCount > 0 || _journal.PendingCount > 0 || _journal.HeldActorReplays > 0)
        {
            _bench.Settle();
            _journal.ReleaseActorReplays();
        }
        Assert.Equal(ShardStatus.Running, _bench.Shard.Status);
    }

    private void CheckMemoryAgainstJournal()
    {
        foreach (var actor in s_actors)
        {
            var asked = _bench.Ask(actor, new GetTotal());
            Drain();
            var journaled = _journal.History
                .Where(one => one.Actor == CounterActor.Id(actor))
                .Aggregate(0, (sum, one) => one.Event is Retired ? 0 : sum + ((one.Event as Added)?.Amount ?? 0));
            Assert.Equal(journaled, asked.Reply);
        }
    }

    private void CheckSequences()
    {
        Assert.Equal(
            Enumerable.Range(1, _journal.History.Count).Select(position => (long)position),
            _journal.History.Select(journaled => journaled.Position));
        foreach (var ofActor in _journal.History.GroupBy(journaled => journaled.Actor))
        {
            JournaledEvent? before = null;
            foreach (var one in ofActor)
            {
                var isNext = one.Sequence == (before?.Sequence ?? 0) + 1;
                Assert.True(isNext || (one.Sequence == 1 && before?.Event is Retired), $"{one} follows {before}");
                before = one;
            }
        }
        Count(_journal.Snapshots.Count > 0 ? "snapshot" : "no snapshot");
    }

    private void AssertDurable(string text, string what) =>
        Assert.True(DurableTexts().Contains(text), $"{what} before {text} was durable");

    private HashSet<string> DurableTexts() =>
        [.. _journal.History.Select(journaled => journaled.Event).OfType<Announced>().Select(
            announced => announced.Text)];

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private sealed class Probe(object message) : IAsker
    {
        public object Message { get; } = message;

        public bool CanBeParked => Message is Wait;

        public bool HasAnswer { get; private set; }

        public bool IsOfPastLife { get; set; }

        public Action<Answer>? OnAnswer { get; set; }

        public void Answered(in Answer answer)
        {
            Assert.False(HasAnswer, $"{Message} was answered twice");
            HasAnswer = true;
            OnAnswer!(answer);
        }
    }
}
