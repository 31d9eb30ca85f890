using System.Net.Http.Headers;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>The headers of a request.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent = $"vim-rpc/{typeof(RequestHeaders).Assembly.GetName().Version}";

    public static void Write(
        HttpRequestHeaders headers, RpcMetadata? metadata, RpcCompression encoding, TimeSpan? timeout)
    {
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, MessageCompressor.Accepted);
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
