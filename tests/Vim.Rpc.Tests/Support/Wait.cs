namespace Vim.Rpc.Tests.Support;

/// <summary>Waiting on signals with a limit.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task For(Task signal) => signal.WaitAsync(Limit);

    public static Task<T> For<T>(Task<T> signal) => signal.WaitAsync(Limit);

    public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TaskCompletionSource<T> Signal<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A task that completes when the token fires.</summary>
    public static Task Fires(CancellationToken token)
    {
        var signal = Signal();
        token.Register(signal.SetResult);
        return For(signal.Task);
    }
}
