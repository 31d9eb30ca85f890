using System.Collections.Concurrent;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Errors;

namespace Vim.Northbound.OrVi.Services;

/// <summary>The Notify streams that are open, so that ending a subscription ends its streams. Any thread.</summary>
internal sealed class NotifyStreams(int max)
{
    private readonly ConcurrentDictionary<Guid, Stream> _open = new();
    private int _count;

    /// <summary>Opens a stream; dispose it when it ends.</summary>
    /// <exception cref="Vim.Rpc.RpcException">There are too many.</exception>
    public Stream Open(string subscription)
    {
        if (Interlocked.Increment(ref _count) > max)
        {
            Interlocked.Decrement(ref _count);
            throw ErrorTable.Refusal(new VimError
            {
                Code = ErrorCodes.Overloaded,
                Message = $"{max} Notify streams are open, the most there may be; close others or try again later",
                RetryAfter = TimeSpan.FromSeconds(10),
            });
        }

        var stream = new Stream(this, Guid.NewGuid(), subscription);
        _open[stream.Key] = stream;
        return stream;
    }

    /// <summary>Ends the streams of a subscription.</summary>
    public void End(string subscription)
    {
        foreach (var stream in _open.Values.Where(stream => stream.Subscription == subscription))
        {
            stream.End();
        }
    }

    private void Remove(Stream stream)
    {
        if (_open.TryRemove(stream.Key, out _))
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>One stream.</summary>
    internal sealed class Stream(NotifyStreams owner, Guid key, string subscription) : IDisposable
    {
        private readonly CancellationTokenSource _ended = new();

        public Guid Key => key;

        public string Subscription => subscription;

        /// <summary>Fires when the subscription ends.</summary>
        public CancellationToken Ended => _ended.Token;

        public void End()
        {
            try
            {
                _ended.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The stream ended by itself at the same moment, which is what is wanted.
            }
        }

        public void Dispose()
        {
            owner.Remove(this);
            _ended.Dispose();
        }
    }
}
