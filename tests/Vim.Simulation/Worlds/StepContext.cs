namespace Vim.Simulation.Worlds;

/// <summary>Holds continuations until the world takes them, one by one, on its own thread.</summary>
internal sealed class StepContext : SynchronizationContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];
    private int _strangers;

    public int Count => _posted.Count;

    /// <summary>Continuations that came from another thread: then nothing is deterministic any more.</summary>
    public int Strangers => Volatile.Read(ref _strangers);

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Interlocked.Increment(ref _strangers);
            return;
        }

        _posted.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    public void Step()
    {
        var (callback, state) = _posted.Dequeue();
        callback(state);
    }
}
