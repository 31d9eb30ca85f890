using System.Buffers;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>Reads a response body that holds one message, without a pipe between.</summary>
internal static class SingleResponse
{
    private const int FirstRead = 4096;

    /// <summary>The message, or null when the body is empty.</summary>
    /// <exception cref="RpcException">INTERNAL for a broken message or a second one; RESOURCE_EXHAUSTED.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T?> ReadAsync<T>(
        Stream body, MessageDecoder<T> decoder, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        T? message = null;
        var filled = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(FirstRead);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer.AsMemory(filled), cancellationToken)) > 0)
            {
                filled += read;
                var bytes = new ReadOnlySequence<byte>(buffer, 0, filled);
                if (message is null && decoder.TryTake(ref bytes, out message, out _))
                {
                    filled = (int)bytes.Length;
                }

                if (message is not null && filled > 0)
                {
                    throw RpcErrors.Internal("The server sent more than the one response of this method.");
                }

                buffer = filled < buffer.Length ? buffer : Grow(buffer);
            }

            return filled == 0
                ? message
                : throw RpcErrors.Internal($"The stream ended inside a message ({filled} bytes of it arrived).");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The frame's declared length is checked before: a buffer grows to twice the limit at most.
    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
