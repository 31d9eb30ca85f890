namespace Vim.Rpc.Wire;

/// <summary>Header names and values of gRPC over HTTP/2.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Details = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary><c>application/grpc</c>, with an optional <c>+subtype</c> or parameters; not grpc-web.</summary>
    public static bool IsGrpcContentType(string? value)
    {
        return value is not null
            && value.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
            && (value.Length == ContentType.Length || value[ContentType.Length] is '+' or ';' or ' ');
    }
}
