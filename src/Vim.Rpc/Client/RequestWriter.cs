using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>Writes the requests of one call; one write at a time.</summary>
internal sealed class RequestWriter<TRequest, TResponse>(
    ClientCall<TRequest, TResponse> call, StreamingContent content, int limit, RpcCompression encoding)
    : IRpcRequestWriter<TRequest>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private int _writing;
    private bool _complete;

    public bool Compress { get; set; } = true;

    public async ValueTask WriteAsync(TRequest message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_complete)
        {
            throw new InvalidOperationException("The requests of this call are complete.");
        }

        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            throw new InvalidOperationException("A write is under way on this call; await it before the next.");
        }

        try
        {
            using var buffer = new PooledBuffer(256);
            MessageEncoder.Write(buffer, message, limit, Compress ? encoding : RpcCompression.None);
            var stream = await content.Opened;
            await stream.WriteAsync(buffer.Written, call.Token);
            await stream.FlushAsync(call.Token);
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw await call.WhyWriteFailedAsync(error);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public ValueTask CompleteAsync()
    {
        _complete = true;
        content.Complete();
        return ValueTask.CompletedTask;
    }
}
