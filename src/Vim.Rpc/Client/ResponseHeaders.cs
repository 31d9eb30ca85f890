using System.IO.Pipelines;
using System.Net;
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

        var text = code.ToString();
        return text == "0"
            ? RpcStatus.Ok
            : StatusHeaders.Read(text, ValueOf(known, GrpcHeaders.Message), ValueOf(known, GrpcHeaders.Details));
    }

    /// <summary>How a call ended whose response has no messages to read; null when it may have some.</summary>
    /// <param name="response">The response, of which the headers are there.</param>
    /// <param name="trailersOnly">Whether the headers are the trailers too.</param>
    public static RpcStatus? ReadEarlyEnd(HttpResponseMessage response, out bool trailersOnly)
    {
        var status = ReadStatus(response.Headers);
        trailersOnly = status is not null;
        return status
            ?? (response.StatusCode == HttpStatusCode.OK ? null : ClientErrors.FromHttp(response.StatusCode));
    }

    /// <summary>How a call ended whose messages have all been read.</summary>
    public static RpcStatus ReadEnd(HttpResponseMessage response) => ReadStatus(response.TrailingHeaders)
        ?? new RpcStatus(RpcStatusCode.Internal, "The server ended the stream without a status.");

    /// <summary>The metadata sent with the status.</summary>
    public static RpcMetadata ReadTrailers(HttpResponseMessage response, bool trailersOnly) =>
        Read(trailersOnly ? response.Headers : response.TrailingHeaders);

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

    private static string? ValueOf(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var value) && value.Count > 0 ? value.ToString() : null;
}
