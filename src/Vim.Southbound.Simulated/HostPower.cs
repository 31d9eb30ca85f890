namespace Vim.Southbound.Simulated;

/// <summary>Whether a host is up, and who waits for it. Its owner holds a lock around each call.</summary>
internal sealed class HostPower : IDisposable
{
    private CancellationTokenSource _goingDown = new();
    private TaskCompletionSource _up = NewSignal();

    public HostPower() => _up.SetResult();

    public bool IsUp { get; private set; } = true;

    /// <summary>How often it went down: what began before belongs to a life that is over.</summary>
    public int Generation { get; private set; }

    /// <summary>Fires when the host goes down; has fired while it is down.</summary>
    public CancellationToken GoingDown => _goingDown.Token;

    /// <summary>Completes when the host is up.</summary>
    public Task WhenUp => _up.Task;

    /// <summary>The host goes down.</summary>
    /// <returns>What to fire outside of the lock; null where it is down already.</returns>
    public CancellationTokenSource? TurnOff()
    {
        if (!IsUp)
        {
            return null;
        }

        IsUp = false;
        Generation++;
        _up = NewSignal();
        return _goingDown;
    }

    /// <summary>The host comes up.</summary>
    /// <returns>Whether it was down.</returns>
    public bool TurnOn()
    {
        if (IsUp)
        {
            return false;
        }

        IsUp = true;
        _goingDown.Dispose();
        _goingDown = new();
        _up.SetResult();
        return true;
    }

    public void Dispose()
    {
        _goingDown.Cancel();
        _goingDown.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
