namespace Vim.Actors.Dispatching;

/// <summary>
/// Decides when a shard that has something to do runs. A shard schedules itself at most once until it has run, so it is
/// never on two threads.
/// </summary>
public interface IDispatcher
{
    /// <summary>Messages or journal completions that a shard takes in one run before it lets others run.</summary>
    int Throughput { get; }

    /// <summary>Runs <paramref name="work"/> later; never within this call. Called from any thread.</summary>
    void Schedule(IThreadPoolWorkItem work);
}
