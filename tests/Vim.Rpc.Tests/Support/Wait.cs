using Vim.Testing.Time;

namespace Vim.Rpc.Tests.Support;

/// <summary>Signals between a test and what it started.</summary>
internal static class Wait
{
    public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TaskCompletionSource<T> Signal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A task that completes when the token fires.</summary>
    public static Task Fires(CancellationToken token)
    {
        var signal = Signal();
        token.Register(signal.SetResult);
        return signal.Task.InTime();
    }
}
