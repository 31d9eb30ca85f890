using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Server;

/// <summary>Turns away what is not gRPC, in HTTP's words (PROTOCOL-HTTP2.md, Requests).</summary>
internal static class RequestGate
{
    /// <summary>True when the request was answered because it is no gRPC call.</summary>
    public static bool Refuse(IHttpRequestFeature request, IFeatureCollection features)
    {
        if (request.Protocol != "HTTP/2")
        {
            Answer(features, StatusCodes.Status426UpgradeRequired).Upgrade = "HTTP/2";
            return true;
        }

        if (request.Method != HttpMethods.Post)
        {
            Answer(features, StatusCodes.Status405MethodNotAllowed).Allow = HttpMethods.Post;
            return true;
        }

        if (!GrpcHeaders.IsGrpcContentType(request.Headers.ContentType))
        {
            Answer(features, StatusCodes.Status415UnsupportedMediaType);
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

    private static IHeaderDictionary Answer(IFeatureCollection features, int statusCode)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = statusCode;
        return response.Headers;
    }
}
