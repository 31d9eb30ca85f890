using System.Collections.Concurrent;

namespace Vim.Actors.Shards;

/// <summary>The bounded queue of messages from outside. Many threads put, the shard takes.</summary>
internal sealed class Mailbox(int capacity)
{
    private readonly ConcurrentQueue<Inbound> _queue = new();
    private int _count;

    /// <summary>Messages that hold a place, also while they wait for their actor to be loaded.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsEmpty => _queue.IsEmpty;

    public bool TryPut(in Inbound inbound)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }
        _queue.Enqueue(inbound);
        return true;
    }

    /// <summary>Takes a message; it holds its place until <see cref="Free"/>.</summary>
    public bool TryTake(out Inbound inbound) => _queue.TryDequeue(out inbound);

    public void Free() => Interlocked.Decrement(ref _count);
}
