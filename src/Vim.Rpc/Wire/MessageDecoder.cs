using System.Buffers;
using Google.Protobuf;

namespace Vim.Rpc.Wire;

/// <summary>Takes messages off a buffer: frame, inflation and protobuf, within one limit.</summary>
internal readonly struct MessageDecoder<T>(MessageParser<T> parser, int limit, RpcCompression encoding)
    where T : class, IMessage<T>
{
    /// <summary>Takes the message at the front of the buffer when all of it is there.</summary>
    /// <exception cref="RpcException">The bytes break the protocol or the limit.</exception>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, out T? message, out bool compressed)
    {
        message = null;
        if (!MessageFrame.TryRead(ref buffer, limit, out compressed, out var bytes))
        {
            return false;
        }

        message = compressed ? ParseCompressed(bytes) : Parse(bytes);
        return true;
    }

    private T ParseCompressed(in ReadOnlySequence<byte> bytes)
    {
        if (encoding == RpcCompression.None)
        {
            throw RpcErrors.Internal("A message is flagged as compressed, but the call names no encoding.");
        }

        using var inflated = MessageCompressor.Decompress(encoding, bytes, limit);
        return Parse(new ReadOnlySequence<byte>(inflated.Written));
    }

    private T Parse(in ReadOnlySequence<byte> bytes)
    {
        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw RpcErrors.Internal($"A message is not a valid {typeof(T).Name}.", error);
        }
    }
}
