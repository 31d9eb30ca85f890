using System.Diagnostics.CodeAnalysis;

namespace Vim.AgentProtocol.Streams;

/// <summary>
/// What one end of a stream has still to send: urgent messages (leases, acknowledgements) before ordinary ones, each
/// kind in its order and within its bound. Many writers, one reader.
/// </summary>
internal sealed class SendQueue<T>(int urgentCapacity, int ordinaryCapacity)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _urgent = new();
    private readonly Queue<T> _ordinary = new();
    private TaskCompletionSource? _waiting;
    private bool _complete;

    /// <summary>Adds a message that goes before ordinary ones.</summary>
    /// <returns>False where there is no room, or the queue is complete.</returns>
    public bool TryAddUrgent(T message) => TryAdd(_urgent, urgentCapacity, message);

    /// <summary>Adds a message.</summary>
    /// <returns>False where there is no room, or the queue is complete.</returns>
    public bool TryAdd(T message) => TryAdd(_ordinary, ordinaryCapacity, message);

    /// <summary>Nothing more is added; what is in the queue can still be taken.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _complete = true;
            Wake();
        }
    }

    /// <summary>The next message; null after the last of a queue that is complete.</summary>
    public async ValueTask<T?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (TryTake(out var message))
                {
                    return message;
                }

                if (_complete)
                {
                    return null;
                }

                _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _waiting.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    private bool TryAdd(Queue<T> queue, int capacity, T message)
    {
        lock (_lock)
        {
            if (_complete || queue.Count >= capacity)
            {
                return false;
            }

            queue.Enqueue(message);
            Wake();
            return true;
        }
    }

    private bool TryTake([MaybeNullWhen(false)] out T message) =>
        _urgent.TryDequeue(out message) || _ordinary.TryDequeue(out message);

    private void Wake()
    {
        _waiting?.TrySetResult();
        _waiting = null;
    }
}
