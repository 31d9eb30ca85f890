using System.Buffers;
using Google.Protobuf;

namespace Vim.Rpc.Wire;

/// <summary>Writes messages as frames.</summary>
internal static class MessageEncoder
{
    // Up to this size a frame is laid into one span of the output; beyond, it flows through segments.
    private const int SpanLimit = 2048;

    /// <summary>Appends one message to the output; it does not flush.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when the message exceeds the limit.</exception>
    public static void Write(IBufferWriter<byte> output, IMessage message, int limit, RpcCompression compression)
    {
        var size = message.CalculateSize();
        if (size > limit)
        {
            throw RpcErrors.TooLarge("A message to send", size, limit);
        }

        if (compression != RpcCompression.None)
        {
            WriteCompressed(output, message, size, compression);
        }
        else if (size <= SpanLimit)
        {
            var span = output.GetSpan(MessageFrame.HeaderSize + size);
            MessageFrame.WriteHeader(span, compressed: false, size);
            message.WriteTo(span.Slice(MessageFrame.HeaderSize, size));
            output.Advance(MessageFrame.HeaderSize + size);
        }
        else
        {
            MessageFrame.WriteHeader(output.GetSpan(MessageFrame.HeaderSize), compressed: false, size);
            output.Advance(MessageFrame.HeaderSize);
            message.WriteTo(output);
        }
    }

    private static void WriteCompressed(
        IBufferWriter<byte> output, IMessage message, int size, RpcCompression compression)
    {
        using var plain = new PooledBuffer(Math.Max(size, 1));
        message.WriteTo(plain);
        using var packed = MessageCompressor.Compress(compression, plain.Written.Span);
        MessageFrame.WriteHeader(output.GetSpan(MessageFrame.HeaderSize), compressed: true, packed.Length);
        output.Advance(MessageFrame.HeaderSize);
        output.Write(packed.Written.Span);
    }
}
