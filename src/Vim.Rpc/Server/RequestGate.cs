using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>Turns away what is not gRPC, in HTTP's words (PROTOCOL-HTTP2.md, Requests).</summary>
internal static class RequestGate
{
    /// <summary>True when the request was answered because it is no gRPC call.</summary>
    public static bool Refuse(IHttpRequestFeature request, IHttpResponseFeature response)
    {
        if (request.Protocol != "HTTP/2")
        {
            response.StatusCode = StatusCodes.Status426UpgradeRequired;
            response.Headers.Upgrade = "HTTP/2";
            return true;
        }

        if (request.Method != HttpMethods.Post)
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = HttpMethods.Post;
            return true;
        }

        if (!GrpcHeaders.IsGrpcContentType(request.Headers.ContentType))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return true;
        }

        return false;
    }

    /// <summary>Trailers-only UNIMPLEMENTED, saying which encodings are understood.</summary>
    public static void AnswerUnimplemented(IFeatureCollection features, string message)
    {
        var headers = features.GetRequiredFeature<IHttpResponseFeature>().Headers;
        headers.ContentType = GrpcHeaders.ContentType;
        headers.GrpcAcceptEncoding = MessageCompressor.Accepted;
        StatusHeaders.Write(headers, new RpcStatus(RpcStatusCode.Unimplemented, message));
    }
}
