using Vim.Domain.Subscriptions;

namespace Vim.Engine.Changes;

/// <summary>
/// The last changes of all resources, in the order in which they became durable. Keeps a bounded number; readers follow
/// at their own pace, and one that falls behind is told that it lost some. Sequence numbers go on rising over restarts,
/// of which a reader that resumes is told as a gap too. Any thread.
/// </summary>
public sealed class ChangeFeed
{
    private readonly Lock _gate = new();
    private readonly ChangeNotification?[] _ring;
    private readonly long _base;
    private long _last;
    private TaskCompletionSource? _news;

    /// <param name="capacity">How many changes are kept.</param>
    /// <param name="startedAt">
    /// When the engine started: sequence numbers begin above those of every earlier start.
    /// </param>
    internal ChangeFeed(int capacity, DateTimeOffset startedAt)
    {
        _ring = new ChangeNotification?[capacity];

        // A million numbers for each millisecond between two starts: nobody makes changes faster.
        _base = startedAt.ToUnixTimeMilliseconds() * 1_000_000;
        _last = _base;
    }

    /// <summary>Sequence number of the last change; resume after it to get only what comes.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _last;
            }
        }
    }

    /// <summary>
    /// Follows the changes after <paramref name="after"/>, for as long as the token is not cancelled. Where changes
    /// after it are not kept any more, the first notification is the mark of a gap, and what is kept follows.
    /// </summary>
    /// <param name="after">The last sequence number seen; <see cref="LastSequence"/> for only what comes.</param>
    /// <param name="filter">Which changes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async IAsyncEnumerable<ChangeNotification> ReadAsync(
        long after,
        ChangeFilter filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = after;
        var batch = new List<ChangeNotification>(256);
        while (!cancellation.IsCancellationRequested)
        {
            var news = Take(ref next, batch);
            foreach (var change in batch)
            {
                if (change.IsGap || ChangeMatch.Matches(filter, change))
                {
                    yield return change;
                }
            }

            if (batch.Count == 0)
            {
                await news.WaitAsync(cancellation);
            }
        }
    }

    /// <summary>Numbers a change and tells it to the readers. The change is nobody else's yet.</summary>
    internal ChangeNotification Publish(ChangeNotification change)
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            change.Sequence = ++_last;
            _ring[_last % _ring.Length] = change;
            news = _news;
            _news = null;
        }

        news?.TrySetResult();
        return change;
    }

    private Task Take(ref long next, List<ChangeNotification> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            var oldest = Math.Max(_base, _last - _ring.Length) + 1;
            if (next + 1 < oldest && next != _base)
            {
                // Also a number of an earlier start ends up here: what came after it is not kept.
                next = oldest - 1;
                batch.Add(new() { Sequence = next, IsGap = true });
            }

            for (; next < _last && batch.Count < batch.Capacity; next++)
            {
                batch.Add(_ring[(next + 1) % _ring.Length]!);
            }

            // Made only when somebody waits: most changes come while nobody does.
            _news ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _news.Task;
        }
    }
}
