using System.Net.Http.Headers;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>The headers of a request.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent = $"vim-rpc/{typeof(RequestHeaders).Assembly.GetName().Version}";

    /// <summary>Those that every request has.</summary>
    public static void WriteFixed(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, MessageCompressor.Accepted);
    }

    /// <summary>Those of one call.</summary>
    public static void WriteOwn(
        HttpRequestHeaders headers, RpcMetadata? metadata, RpcCompression encoding, TimeSpan? timeout)
    {
        if (encoding != RpcCompression.None)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Encoding, MessageCompressor.NameOf(encoding));
        }

        if (timeout is { } time)
        {
            headers.TryAddWithoutValidation(GrpcHeaders.Timeout, TimeoutHeader.Format(time));
        }

        if (metadata is not null)
        {
            foreach (var entry in metadata)
            {
                headers.TryAddWithoutValidation(entry.Key, MetadataCodec.TextOf(entry));
            }
        }
    }
}
