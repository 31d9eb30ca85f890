using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace Vim.Rpc.Wire;

/// <summary>
/// Reads the messages of one direction of one call. Frames need not follow the boundaries of DATA frames. Not
/// thread-safe: one reader at a time.
/// </summary>
internal sealed class MessageReader<T>(PipeReader input, MessageDecoder<T> decoder)
    where T : class, IMessage<T>
{
    /// <summary>The compressed flag of the message read last.</summary>
    public bool LastCompressed { get; private set; }

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">The stream breaks the protocol or a limit.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!input.TryRead(out var result))
            {
                result = await input.ReadAsync(cancellationToken);
            }

            var buffer = result.Buffer;
            if (TryTake(ref buffer, out var message))
            {
                input.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCompleted)
            {
                message = AtEnd(buffer);
                input.AdvanceTo(buffer.End);
                return message;
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            ThrowIfCanceled(result, cancellationToken);
        }
    }

    /// <summary>The only message of the stream.</summary>
    /// <exception cref="RpcException">INTERNAL when there is none or more than one.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        T? single = null;
        while (true)
        {
            if (!input.TryRead(out var result))
            {
                result = await input.ReadAsync(cancellationToken);
            }

            var buffer = result.Buffer;
            if (single is null)
            {
                TryTake(ref buffer, out single);
            }

            if (single is not null && !buffer.IsEmpty)
            {
                input.AdvanceTo(buffer.End);
                throw RpcErrors.Internal("More data follows the one message this method takes.");
            }

            if (result.IsCompleted)
            {
                single ??= AtEnd(buffer);
                input.AdvanceTo(buffer.End);
                return single
                    ?? throw RpcErrors.Internal("The stream ended before the one message this method takes.");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            ThrowIfCanceled(result, cancellationToken);
        }
    }

    private static void ThrowIfCanceled(in ReadResult result, CancellationToken cancellationToken)
    {
        if (result.IsCanceled)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static T? AtEnd(in ReadOnlySequence<byte> rest) => rest.IsEmpty
        ? null
        : throw RpcErrors.Internal($"The stream ended inside a message ({rest.Length} bytes of it arrived).");

    private bool TryTake(ref ReadOnlySequence<byte> buffer, out T? message)
    {
        if (!decoder.TryTake(ref buffer, out message, out var compressed))
        {
            return false;
        }

        LastCompressed = compressed;
        return true;
    }
}
