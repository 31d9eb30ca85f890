using Vim.Actors.Dispatching;

namespace Vim.Engine.Tests.Support;

/// <summary>
/// Runs asynchronous code, shards and fake agents on the test's own thread, one step after the other in one order: a
/// test that passes once passes always, and one that waits for what never comes fails at once instead of hanging.
/// </summary>
public sealed class Pump : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    /// <summary>
    /// The dispatcher of the engine that lives now; a crashed engine's is left behind and never runs again.
    /// </summary>
    public ManualDispatcher Dispatcher { get; set; } = new();

    /// <summary>Called when nothing else is to be done; true if it did something.</summary>
    public Func<bool> OnIdle { get; set; } = () => false;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_posted)
        {
            _posted.Enqueue((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public static void Run(Func<Pump, Task> test)
    {
        var pump = new Pump();
        var before = Current;
        SetSynchronizationContext(pump);
        try
        {
            pump.Drive(test(pump));
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Takes steps until nothing is left to do.</summary>
    public void RunUntilIdle()
    {
        while (Step())
        {
        }
    }

    private void Drive(Task task)
    {
        while (!task.IsCompleted)
        {
            Assert.True(Step(), "the test waits for something that will never come");
        }

        task.GetAwaiter().GetResult();
    }

    private bool Step()
    {
        (SendOrPostCallback Callback, object? State) next = default;
        lock (_posted)
        {
            _ = _posted.TryDequeue(out next);
        }

        if (next.Callback is not null)
        {
            next.Callback(next.State);
            return true;
        }

        if (Dispatcher.ReadyCount > 0)
        {
            Dispatcher.Step();
            return true;
        }

        return OnIdle();
    }
}
