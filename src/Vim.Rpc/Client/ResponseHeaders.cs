using System.IO.Pipelines;
using System.Net.Http.Headers;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>The headers and trailers of a response.</summary>
internal static class ResponseHeaders
{
    public static StreamPipeReaderOptions PipeOptions { get; } = new(leaveOpen: true, useZeroByteReads: false);

    public static RpcStatus? ReadStatus(HttpResponseHeaders headers)
    {
        var known = headers.NonValidated;
        if (!known.TryGetValues(GrpcHeaders.Status, out var code))
        {
            return null;
        }

        known.TryGetValues(GrpcHeaders.Message, out var message);
        known.TryGetValues(GrpcHeaders.Details, out var details);
        return code.Count == 1 && code.ToString() == "0"
            ? RpcStatus.Ok
            : StatusHeaders.Read(
                code.ToString(),
                message.Count > 0 ? message.ToString() : null,
                details.Count > 0 ? details.ToString() : null);
    }

    public static RpcMetadata Read(HttpResponseHeaders headers)
    {
        var metadata = new RpcMetadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!MetadataCodec.IsProtocolHeader(name))
            {
                foreach (var value in values)
                {
                    MetadataCodec.Read(name, value, metadata);
                }
            }
        }

        return metadata;
    }

    /// <summary>The encoding of response messages.</summary>
    /// <exception cref="RpcException">INTERNAL: one that was not offered.</exception>
    public static RpcCompression ReadEncoding(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues(GrpcHeaders.Encoding, out var name))
        {
            return RpcCompression.None;
        }

        return MessageCompressor.TryParse(name.ToString(), out var encoding)
            ? encoding
            : throw RpcErrors.Internal($"The server answers in the encoding {name}, which was not offered.");
    }
}
