namespace Vim.Rpc;

/// <summary>How a call ended: a code, a text for people and, where the service gives them, typed details.</summary>
/// <param name="Code">The code that programs decide on.</param>
/// <param name="Message">A text for people; any Unicode, travels percent-encoded.</param>
public sealed record RpcStatus(RpcStatusCode Code, string Message = "")
{
    /// <summary>The status of a call that succeeded.</summary>
    public static RpcStatus Ok { get; } = new(RpcStatusCode.OK);

    /// <summary>
    /// Typed details (error info, bad fields, retry hints), carried as <c>grpc-status-details-bin</c>.
    /// </summary>
    public Google.Rpc.Status? Details { get; init; }

    /// <summary>A status whose code, message and details are those of <paramref name="details"/>.</summary>
    public static RpcStatus From(Google.Rpc.Status details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return new RpcStatus((RpcStatusCode)details.Code, details.Message) { Details = details };
    }
}
