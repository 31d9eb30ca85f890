using System.Net;
using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>
/// A request body of one message. It keeps the message, not its bytes, because the transport may have to send the
/// request again on another connection.
/// </summary>
internal sealed class SingleMessageContent(IMessage message, int size, int limit, RpcCompression compression)
    : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(size + MessageFrame.HeaderSize);
        MessageEncoder.Write(buffer, message, limit, compression);
        await stream.WriteAsync(buffer.Written, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
