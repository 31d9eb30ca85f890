using System.Buffers;
using System.IO.Compression;

namespace Vim.Rpc.Wire;

/// <summary>
/// Message compression by name. Every message has a context of its own (PROTOCOL-HTTP2.md, Message-Encoding).
/// </summary>
internal static class MessageCompressor
{
    /// <summary>What this implementation reads, for <c>grpc-accept-encoding</c>.</summary>
    public const string Accepted = "identity,gzip,deflate";

    public static bool TryParse(string? name, out RpcCompression compression)
    {
        switch (name)
        {
            case null or "" or "identity": compression = RpcCompression.None; return true;
            case "gzip": compression = RpcCompression.Gzip; return true;
            case "deflate": compression = RpcCompression.Deflate; return true;
            default: compression = RpcCompression.None; return false;
        }
    }

    public static string NameOf(RpcCompression compression) => compression switch
    {
        RpcCompression.Gzip => "gzip",
        RpcCompression.Deflate => "deflate",
        _ => "identity",
    };

    /// <summary>Whether a <c>grpc-accept-encoding</c> value names the encoding.</summary>
    public static bool Accepts(string? acceptHeader, RpcCompression compression)
    {
        if (compression == RpcCompression.None)
        {
            return true;
        }

        var wanted = NameOf(compression);
        foreach (var range in acceptHeader.AsSpan().Split(','))
        {
            if (acceptHeader.AsSpan()[range].Trim().SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    public static PooledBuffer Compress(RpcCompression compression, ReadOnlySpan<byte> message)
    {
        var target = new PooledBuffer((message.Length / 2) + 64);
        using var sink = new BufferStream(target);
        using (var encoder = Encoder(compression, sink))
        {
            encoder.Write(message);
        }

        return target;
    }

    /// <summary>Inflates a message, never beyond <paramref name="limit"/> bytes, whatever its length claims.</summary>
    /// <exception cref="RpcException">
    /// RESOURCE_EXHAUSTED over the limit; INTERNAL when it is no such stream.
    /// </exception>
    public static PooledBuffer Decompress(RpcCompression compression, in ReadOnlySequence<byte> message, int limit)
    {
        var target = new PooledBuffer((int)Math.Min(limit, Math.Max(256, message.Length * 2)));
        try
        {
            using var source = new SequenceStream(message);
            using var decoder = Decoder(compression, source);
            int read;
            while ((read = decoder.Read(target.GetSpan(512))) > 0)
            {
                target.Advance(read);
                if (target.Length > limit)
                {
                    throw RpcErrors.TooLarge("An inflated message", target.Length, limit);
                }
            }

            return target;
        }
        catch (InvalidDataException error)
        {
            target.Dispose();
            throw RpcErrors.Internal($"A message is not valid {NameOf(compression)} data.", error);
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    private static Stream Encoder(RpcCompression compression, Stream sink) => compression == RpcCompression.Gzip
        ? new GZipStream(sink, CompressionLevel.Fastest, leaveOpen: true)
        : new ZLibStream(sink, CompressionLevel.Fastest, leaveOpen: true);

    private static Stream Decoder(RpcCompression compression, Stream source) => compression == RpcCompression.Gzip
        ? new GZipStream(source, CompressionMode.Decompress)
        : new ZLibStream(source, CompressionMode.Decompress);
}
