namespace Vim.Rpc.Client;

/// <summary>
/// The deadline and the cancellation of a call. A unary call with neither has no timer; a stream always has one,
/// because disposing it must cancel it.
/// </summary>
internal sealed class CallTimer : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _timeout;
    private readonly long _startedAt;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationTokenRegistration _callerCancels;
    private volatile bool _cancelled;

    private CallTimer(TimeSpan? timeout, TimeProvider clock, CancellationToken caller)
    {
        _clock = clock;
        _timeout = timeout;
        _startedAt = clock.GetTimestamp();
        _caller = caller;
        _cancellation = timeout is { } time && time < LongestTimer
            ? new CancellationTokenSource(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock)
            : new CancellationTokenSource();
        _callerCancels = caller.UnsafeRegister(
            static cancellation => ((CancellationTokenSource)cancellation!).Cancel(), _cancellation);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>What is left until the deadline; null without one.</summary>
    public TimeSpan? Remaining => _timeout - _clock.GetElapsedTime(_startedAt);

    /// <summary>
    /// Whether the deadline has passed: by the timer, which may be ahead of the clock, or by the clock.
    /// </summary>
    public bool Expired => _timeout is { } timeout && (FiredByItself || _clock.GetElapsedTime(_startedAt) >= timeout);

    private bool FiredByItself =>
        _cancellation.IsCancellationRequested && !_cancelled && !_caller.IsCancellationRequested;

    public static CallTimer? For(RpcMethod method, RpcCallOptions options, TimeProvider clock)
    {
        var timeout = options.Timeout;
        if (options.Deadline is { } deadline)
        {
            var untilDeadline = deadline - clock.GetUtcNow();
            timeout = timeout is { } given && given < untilDeadline ? given : untilDeadline;
        }

        return timeout is null && method.Kind == RpcMethodKind.Unary
            ? null
            : new CallTimer(timeout, clock, options.CancellationToken);
    }

    /// <summary>Cancels the call, so that the transport resets its stream.</summary>
    public void Cancel()
    {
        _cancelled = true;
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended at the same moment: there is nothing left to cancel.
        }
    }

    public void Dispose()
    {
        _callerCancels.Dispose();
        _cancellation.Dispose();
    }
}
