using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Vim.Rpc.Wire;

/// <summary>Custom metadata on HTTP/2 headers (PROTOCOL-HTTP2.md, Custom-Metadata).</summary>
internal static class MetadataCodec
{
    /// <summary>Adds the entries of one header: binary values are split on comma before they are decoded.</summary>
    public static void Read(string name, string value, RpcMetadata into)
    {
        var key = name.ToLowerInvariant();
        if (!RpcMetadata.IsBinaryKey(key))
        {
            into.AddReceived(new RpcMetadataEntry(key, value, default));
            return;
        }

        foreach (var range in value.AsSpan().Split(','))
        {
            if (TryDecodeBase64(value.AsSpan()[range].Trim(), out var bytes))
            {
                into.AddReceived(new RpcMetadataEntry(key, null, bytes));
            }
        }
    }

    /// <summary>The custom metadata among request headers.</summary>
    public static RpcMetadata ReadRequest(IHeaderDictionary headers)
    {
        var metadata = new RpcMetadata();
        foreach (var (name, values) in headers)
        {
            if (!IsProtocolHeader(name))
            {
                foreach (var value in values)
                {
                    Read(name, value ?? "", metadata);
                }
            }
        }

        return metadata;
    }

    /// <summary>Writes metadata to response headers or trailers.</summary>
    public static void Write(RpcMetadata metadata, IHeaderDictionary headers)
    {
        foreach (var entry in metadata)
        {
            headers[entry.Key] = StringValues.Concat(headers[entry.Key], TextOf(entry));
        }
    }

    /// <summary>The value as it stands in a header: bytes become base64 without padding.</summary>
    public static string TextOf(RpcMetadataEntry entry) => entry.Text ?? EncodeBase64(entry.Bytes.Span);

    public static string EncodeBase64(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Reads base64 with or without padding.</summary>
    public static bool TryDecodeBase64(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var digits = text.TrimEnd('=');
        if (digits.Length % 4 == 1)
        {
            return false;
        }

        Span<char> padded = digits.Length <= 1024 ? stackalloc char[1028] : new char[digits.Length + 4];
        digits.CopyTo(padded);
        var length = (digits.Length + 3) / 4 * 4;
        padded[digits.Length..length].Fill('=');
        var target = new byte[length / 4 * 3];
        if (!Convert.TryFromBase64Chars(padded[..length], target, out var written))
        {
            return false;
        }

        bytes = target[..written];
        return true;
    }

    /// <summary>Headers of HTTP or of gRPC itself, which a service never sees as metadata.</summary>
    public static bool IsProtocolHeader(string name)
    {
        if (name.Length == 0 || name[0] == ':' || name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.ToUpperInvariant() is "TE" or "HOST" or "CONTENT-TYPE" or "CONTENT-LENGTH" or "CONNECTION"
            or "KEEP-ALIVE" or "PROXY-CONNECTION" or "TRANSFER-ENCODING" or "UPGRADE" or "TRAILER";
    }
}
