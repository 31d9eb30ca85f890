namespace Vim.Actors.Dispatching;

/// <summary>
/// Runs shards when a driver says so, one message at a time, on the driver's thread: deterministic. For tests and the
/// simulator;
/// not thread-safe.
/// </summary>
public sealed class ManualDispatcher : IDispatcher
{
    private readonly List<IThreadPoolWorkItem> _ready = [];

    public int Throughput => 1;

    /// <summary>How many shards have something to do.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>The shards that have something to do, in the order in which they became ready.</summary>
    public IReadOnlyList<IThreadPoolWorkItem> Ready => _ready;

    public void Schedule(IThreadPoolWorkItem work) => _ready.Add(work);

    /// <summary>Lets one ready shard take one message or completion.</summary>
    /// <param name="index">Which one, from 0 to <see cref="ReadyCount"/> - 1.</param>
    public void Step(int index = 0)
    {
        var work = _ready[index];
        _ready.RemoveAt(index);
        work.Execute();
    }

    /// <summary>Steps until no shard has anything to do.</summary>
    /// <param name="maxSteps">Limit; more is a bug in what is run and throws.</param>
    /// <returns>How many steps it took.</returns>
    public int RunUntilIdle(int maxSteps = 1_000_000)
    {
        var steps = 0;
        while (_ready.Count > 0)
        {
            Invariant.Check(steps < maxSteps, $"no end after {maxSteps} steps");
            Step();
            steps++;
        }
        return steps;
    }
}
