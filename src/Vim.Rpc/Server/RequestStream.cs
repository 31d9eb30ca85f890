using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>The requests of a streaming call, enumerated once and by one reader.</summary>
internal sealed class RequestStream<T>(RpcServerCall call, MessageReader<T> reader)
    : IAsyncEnumerable<T>, IAsyncEnumerator<T>
    where T : class, IMessage<T>
{
    private int _taken;
    private CancellationToken _cancellationToken;

    public T Current { get; private set; } = null!;

    public static RpcException Lost(IOException error) => new(
        new RpcStatus(RpcStatusCode.Cancelled, "The client left before its request was complete."),
        innerException: error);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _taken, 1) == 1)
        {
            throw new InvalidOperationException("The requests of a call can be enumerated once.");
        }

        _cancellationToken = cancellationToken.CanBeCanceled ? cancellationToken : call.ReadToken;
        return this;
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        try
        {
            var message = await reader.ReadAsync(_cancellationToken);
            if (message is null)
            {
                return false;
            }

            call.MessageReceived(reader.LastCompressed);
            Current = message;
            return true;
        }
        catch (IOException error)
        {
            throw Lost(error);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
