using System.Net;
using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>The request of a call with one message; may be sent again once its call has ended well.</summary>
internal sealed class UnaryRequest : HttpRequestMessage
{
    private readonly SingleMessageContent _content;
    private bool _hasTimeout;
    private bool _hasOwnHeaders;

    public UnaryRequest(Uri target, int limit)
        : base(HttpMethod.Post, target)
    {
        Version = HttpVersion.Version20;
        VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Content = _content = new SingleMessageContent(limit);
        RequestHeaders.WriteFixed(Headers);
    }

    /// <summary>Makes it the request of one call.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when the message exceeds the limit.</exception>
    public void Fill(IMessage message, RpcMetadata? metadata, RpcCompression compression, TimeSpan? timeout)
    {
        _content.Carry(message, compression);
        _hasTimeout = timeout is not null;
        _hasOwnHeaders = metadata is not null || compression != RpcCompression.None;
        RequestHeaders.WriteOwn(Headers, metadata, compression, timeout);
    }

    /// <summary>
    /// Takes back what belongs to the call that ended. False when another call could find something of it: headers
    /// that the caller chose, or a message that is still being sent.
    /// </summary>
    public bool TryEmpty()
    {
        if (_hasOwnHeaders || !_content.Sent)
        {
            return false;
        }

        _content.Clear();
        return !_hasTimeout || Headers.Remove(GrpcHeaders.Timeout);
    }
}
