namespace Vim.Actors.Shards;

/// <summary>
/// Where a shard is in its life, and why it ended. Changed on the shard's turn, but for the very beginning; read by any
/// thread.
/// </summary>
internal sealed class ShardLife(ShardId shard, TimeSpan retryAfter)
{
    private readonly TaskCompletionSource<ActorError?> _opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ActorError?> _stopped = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ActorError? _refusal;
    private volatile int _status;

    public ShardStatus Status => (ShardStatus)_status;

    public Task<ActorError?> Opened => _opened.Task;

    public Task<ActorError?> Stopped => _stopped.Task;

    /// <summary>Whether it is to close as soon as it is open.</summary>
    public bool IsCloseRequested { get; set; }

    /// <summary>What those hear who come when it takes no more.</summary>
    public ActorError Refusal => _refusal ?? Closed();

    /// <summary>Any thread.</summary>
    /// <returns>False if it was opened before.</returns>
    public bool TryBegin() =>
        Interlocked.CompareExchange(ref _status, (int)ShardStatus.Opening, (int)ShardStatus.Created)
            == (int)ShardStatus.Created;

    public void Run()
    {
        _status = (int)ShardStatus.Running;
        _opened.TrySetResult(null);
    }

    public void BeginClosing()
    {
        _refusal = Closed();
        _status = (int)ShardStatus.Closing;
    }

    /// <summary>It takes nothing more, because of <paramref name="reason"/>; the tasks end with
    /// <see cref="End"/>.</summary>
    public void Stop(ActorError reason)
    {
        // Set before the status: whoever sees the status must find the reason.
        _refusal = reason.Code == ActorErrorCodes.JournalFailed
            ? reason with { Code = ActorErrorCodes.Stopped } : reason;
        _status = (int)ShardStatus.Stopped;
    }

    public void End(ActorError? error)
    {
        _opened.TrySetResult(_refusal);
        _stopped.TrySetResult(error);
    }

    public ActorError Closed() => new(ActorErrorCodes.Stopped, $"shard {shard} is closed", retryAfter);
}
