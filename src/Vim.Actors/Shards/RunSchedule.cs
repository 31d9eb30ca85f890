using System.Collections.Concurrent;
using Vim.Actors.Dispatching;

namespace Vim.Actors.Shards;

/// <summary>
/// When a shard runs: whenever there is something to do, and never on two threads. Actions that other threads post are
/// taken in its runs, in their order. Any thread may post and wake; <see cref="TryRunPosted"/> and
/// <see cref="Continue"/> belong to the run.
/// </summary>
/// <param name="dispatcher">Says where and when a run happens.</param>
/// <param name="run">One run.</param>
/// <param name="hasMessages">Whether a run would find messages to take.</param>
internal sealed class RunSchedule(IDispatcher dispatcher, IThreadPoolWorkItem run, Func<bool> hasMessages)
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private int _isScheduled;

    /// <summary>Has an action done in a run.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        Wake();
    }

    /// <summary>Sees to it that a run follows.</summary>
    public void Wake()
    {
        // A full fence: the message must be seen in its queue before the flag is read, or the last run could miss it.
        if (Interlocked.Exchange(ref _isScheduled, 1) == 0)
        {
            dispatcher.Schedule(run);
        }
    }

    /// <summary>Does the next action that was posted.</summary>
    /// <returns>False if there is none.</returns>
    public bool TryRunPosted()
    {
        if (!_posted.TryDequeue(out var action))
        {
            return false;
        }
        action();
        return true;
    }

    /// <summary>Ends a run: another follows at once if there is more to do, or else when something wakes it.</summary>
    public void Continue()
    {
        if (HasWork)
        {
            dispatcher.Schedule(run);
            return;
        }
        Volatile.Write(ref _isScheduled, 0);
        Interlocked.MemoryBarrier();
        if (HasWork)
        {
            Wake();
        }
    }

    private bool HasWork => !_posted.IsEmpty || hasMessages();
}
