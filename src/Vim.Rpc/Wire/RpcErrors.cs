namespace Vim.Rpc.Wire;

/// <summary>The protocol's own failures, each with the one text it has.</summary>
internal static class RpcErrors
{
    public static RpcException Internal(string message, Exception? inner = null) =>
        new(new RpcStatus(RpcStatusCode.Internal, message), innerException: inner);

    public static RpcException TooLarge(string what, long size, int limit) => new(
        RpcStatusCode.ResourceExhausted, $"{what} of {size} bytes exceeds the limit of {limit} bytes.");
}
