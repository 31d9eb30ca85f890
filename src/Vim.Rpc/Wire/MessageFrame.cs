using System.Buffers;
using System.Buffers.Binary;

namespace Vim.Rpc.Wire;

/// <summary>
/// A length-prefixed message: flag, 32-bit big-endian length, bytes (PROTOCOL-HTTP2.md, Length-Prefixed-Message).
/// </summary>
internal static class MessageFrame
{
    public const int HeaderSize = 5;

    /// <summary>Takes one message off the front of <paramref name="buffer"/> when all of it is there.</summary>
    /// <exception cref="RpcException">
    /// INTERNAL for a flag other than 0 or 1; RESOURCE_EXHAUSTED as soon as the declared length exceeds the limit.
    /// </exception>
    public static bool TryRead(
        ref ReadOnlySequence<byte> buffer, int limit, out bool compressed, out ReadOnlySequence<byte> message)
    {
        compressed = false;
        message = default;
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if (header[0] > 1)
        {
            throw RpcErrors.Internal($"A message begins with the flag {header[0]}; 0 and 1 are defined.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > limit)
        {
            throw RpcErrors.TooLarge("A received message", length, limit);
        }

        if (buffer.Length < HeaderSize + (long)length)
        {
            return false;
        }

        compressed = header[0] == 1;
        message = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(message.End);
        return true;
    }

    public static void WriteHeader(Span<byte> target, bool compressed, int length)
    {
        target[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)length);
    }
}
