using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Vim.Rpc.Wire;

/// <summary>A status as headers.</summary>
internal static class StatusHeaders
{
    private static readonly string[] Codes =
        [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    public static void Write(IHeaderDictionary headers, RpcStatus status)
    {
        var code = (int)status.Code;
        headers.GrpcStatus = (uint)code < (uint)Codes.Length
            ? Codes[code]
            : code.ToString(CultureInfo.InvariantCulture);
        if (status.Message.Length > 0)
        {
            headers.GrpcMessage = PercentEncoding.Encode(status.Message);
        }

        if (status.Details is { } details)
        {
            headers[GrpcHeaders.Details] = MetadataCodec.EncodeBase64(details.ToByteArray());
        }
    }

    /// <summary>The status from its three headers; null when there is no <c>grpc-status</c>.</summary>
    public static RpcStatus? Read(string? code, string? message, string? details)
    {
        if (code is null)
        {
            return null;
        }

        if (!int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new RpcStatus(RpcStatusCode.Unknown, $"The peer sent the status '{code}', which is not a number.");
        }

        // A code that this version does not know is UNKNOWN (PROTOCOL-HTTP2.md, Status).
        var known = number <= (int)RpcStatusCode.Unauthenticated ? (RpcStatusCode)number : RpcStatusCode.Unknown;
        var status = new RpcStatus(known, message is null ? "" : PercentEncoding.Decode(message));
        return details is null ? status : status with { Details = ReadDetails(details) };
    }

    private static Google.Rpc.Status? ReadDetails(string text)
    {
        if (!MetadataCodec.TryDecodeBase64(text, out var bytes))
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Details are an addition: the code and the message stand without them.
            return null;
        }
    }
}
