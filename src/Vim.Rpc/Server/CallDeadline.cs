namespace Vim.Rpc.Server;

/// <summary>
/// The deadline of one call: claims the outcome when the time has passed, writes DEADLINE_EXCEEDED, resets the stream
/// with CANCEL and then fires the call's token.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    private const int Http2Cancel = 8;

    // Timers take at most 49 days, deadlines any length: a long one is armed again.
    private static readonly TimeSpan LongestArm = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly RpcServerCall _call;
    private readonly TimeSpan _timeout;
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _clientLeft;
    private TaskCompletionSource? _closed;

    private CallDeadline(RpcServerCall call, TimeSpan timeout, CancellationToken requestAborted)
    {
        _call = call;
        _timeout = timeout;
        var clock = call.Host.TimeProvider;
        _startedAt = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        At = timeout < DateTimeOffset.MaxValue - now ? now + timeout : DateTimeOffset.MaxValue;
        _clientLeft = requestAborted.UnsafeRegister(
            static state => ((CancellationTokenSource)state!).Cancel(), _cancellation);
        _timer = clock.CreateTimer(
            static state => ((CallDeadline)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset At { get; }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Completes when an expiry, once claimed, has been written.</summary>
    public Task Closed => ClosedSource.Task;

    // Made when it is needed: hardly any call outlives its deadline.
    private TaskCompletionSource ClosedSource => LazyInitializer.EnsureInitialized(
        ref _closed, static () => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public static CallDeadline Start(RpcServerCall call, TimeSpan timeout, CancellationToken requestAborted)
    {
        var deadline = new CallDeadline(call, timeout, requestAborted);
        deadline.Arm(timeout);
        return deadline;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _clientLeft.Dispose();
    }

    private void Arm(TimeSpan remaining)
    {
        _timer.Change(remaining < LongestArm ? remaining : LongestArm, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        var remaining = _timeout - _call.Host.TimeProvider.GetElapsedTime(_startedAt);
        if (remaining > TimeSpan.Zero)
        {
            // Never shorter than a timer can be, so that a coarse clock does not spin.
            Arm(remaining < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : remaining);
        }
        else if (_call.Exchange.TryClaim(CallOutcome.DeadlineExceeded))
        {
            _ = ExpireAsync();
        }
    }

    private async Task ExpireAsync()
    {
        var exchange = _call.Exchange;
        try
        {
            if (await exchange.CloseGateAsync(Patience, _call.Host.TimeProvider))
            {
                exchange.WriteStatus(
                    _call, new RpcStatus(RpcStatusCode.DeadlineExceeded, "The deadline has passed."), null);
                await exchange.CompleteAsync().WaitAsync(Patience, _call.Host.TimeProvider);
            }
        }
        catch (Exception error)
        {
            // The client left, or does not read: the reset below is all it can still be told.
            _call.Host.Log.DeadlineNotWritten(_call.Method.Path, error);
        }
        finally
        {
            exchange.Reset(Http2Cancel);
            await _cancellation.CancelAsync();
            ClosedSource.SetResult();
        }
    }
}
