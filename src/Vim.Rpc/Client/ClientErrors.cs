using System.Net;

namespace Vim.Rpc.Client;

/// <summary>Failures of HTTP as gRPC statuses (PROTOCOL-HTTP2.md, Errors; http-grpc-status-mapping.md).</summary>
internal static class ClientErrors
{
    /// <summary>The failure of a call as its caller is told; one that is told already is passed on.</summary>
    /// <param name="error">What ended the call.</param>
    /// <param name="timer">The deadline of the call, if it has one.</param>
    public static RpcException Of(Exception error, CallTimer? timer) =>
        error as RpcException ?? new RpcException(StatusOf(error, timer), innerException: error);

    /// <summary>The status of a call that an exception ended.</summary>
    public static RpcStatus StatusOf(Exception error, CallTimer? timer)
    {
        if (error is RpcException known)
        {
            return known.Status;
        }

        if (timer is { Expired: true })
        {
            return new RpcStatus(RpcStatusCode.DeadlineExceeded, "The deadline has passed.");
        }

        return error is OperationCanceledException
            ? new RpcStatus(RpcStatusCode.Cancelled, "The call was cancelled.")
            : FromTransport(error);
    }

    public static RpcStatus FromHttp(HttpStatusCode code)
    {
        var status = code switch
        {
            HttpStatusCode.BadRequest => RpcStatusCode.Internal,
            HttpStatusCode.Unauthorized => RpcStatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => RpcStatusCode.PermissionDenied,
            HttpStatusCode.NotFound => RpcStatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => RpcStatusCode.Unavailable,
            _ => RpcStatusCode.Unknown,
        };
        return new RpcStatus(status, $"The server answered with HTTP status {(int)code} and no gRPC status.");
    }

    /// <summary>The status of a call that the transport ended.</summary>
    private static RpcStatus FromTransport(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException protocol)
            {
                return new RpcStatus(FromHttp2(protocol.ErrorCode), protocol.Message);
            }
        }

        return error is HttpRequestException or IOException
            ? new RpcStatus(RpcStatusCode.Unavailable, $"The server cannot be reached: {error.Message}")
            : new RpcStatus(RpcStatusCode.Internal, error.Message);
    }

    private static RpcStatusCode FromHttp2(long errorCode) => errorCode switch
    {
        0x7 => RpcStatusCode.Unavailable, // REFUSED_STREAM
        0x8 => RpcStatusCode.Cancelled, // CANCEL
        0xb => RpcStatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => RpcStatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => RpcStatusCode.Internal,
    };
}
