namespace Vim.Rpc;

/// <summary>
/// A call that did not succeed. A handler throws it to choose the status its client sees; a client call throws it with
/// the status and the trailers that arrived.
/// </summary>
public sealed class RpcException : Exception
{
    public RpcException(RpcStatusCode code, string message)
        : this(new RpcStatus(code, message))
    {
    }

    public RpcException(RpcStatus status, RpcMetadata? trailers = null, Exception? innerException = null)
        : base(Describe(status), innerException)
    {
        Status = status;
        Trailers = trailers ?? new RpcMetadata();
    }

    /// <summary>The status chosen or received; never OK.</summary>
    public RpcStatus Status { get; }

    /// <summary>Shorthand for <c>Status.Code</c>.</summary>
    public RpcStatusCode Code => Status.Code;

    /// <summary>Server: sent beside those set on the call. Client: the trailers received.</summary>
    public RpcMetadata Trailers { get; }

    private static string Describe(RpcStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (status.Code == RpcStatusCode.OK)
        {
            throw new ArgumentException("A failure needs a status other than OK.", nameof(status));
        }

        return $"{status.Code}: {status.Message}";
    }
}
