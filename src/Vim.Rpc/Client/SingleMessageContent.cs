using System.Net;
using Google.Protobuf;
using Vim.Rpc.Wire;

namespace Vim.Rpc.Client;

/// <summary>
/// A request body of one message. It keeps the message, not its bytes, because the transport may have to send the
/// request again on another connection.
/// </summary>
/// <remarks>
/// It is a <see cref="ByteArrayContent"/> because the transport takes any other content for one half of a dialogue, and
/// then waits for the response beside it, which costs every call.
/// </remarks>
internal sealed class SingleMessageContent : ByteArrayContent
{
    // Frames up to this size are laid into a buffer that stays with the content; larger ones borrow theirs.
    private const int KeptFrame = 512;

    private readonly int _limit;
    private byte[]? _frame;
    private IMessage? _message;
    private RpcCompression _compression;
    private Task _sent = Task.CompletedTask;

    public SingleMessageContent(int limit)
        : base([])
    {
        _limit = limit;
        Headers.ContentType = ChannelTransport.GrpcContent;
    }

    /// <summary>Whether the transport has let go of the message.</summary>
    public bool Sent => _sent.IsCompletedSuccessfully;

    /// <summary>Gives it the message to send.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED when the message exceeds the limit.</exception>
    public void Carry(IMessage message, RpcCompression compression)
    {
        var size = message.CalculateSize();
        if (size > _limit)
        {
            throw RpcErrors.TooLarge("A message to send", size, _limit);
        }

        _message = message;
        _compression = compression;
    }

    /// <summary>Lets go of the message.</summary>
    public void Clear() => _message = null;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var message = _message ?? throw new InvalidOperationException("There is no message to send.");
        var size = message.CalculateSize();
        _sent = _compression == RpcCompression.None && size <= KeptFrame - MessageFrame.HeaderSize
            ? WriteKept(stream, message, size, cancellationToken)
            : WriteBorrowedAsync(stream, message, size, cancellationToken);
        return _sent;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private Task WriteKept(Stream stream, IMessage message, int size, CancellationToken cancellationToken)
    {
        _frame ??= new byte[KeptFrame];
        MessageFrame.WriteHeader(_frame, compressed: false, size);
        message.WriteTo(_frame.AsSpan(MessageFrame.HeaderSize, size));
        return stream.WriteAsync(_frame.AsMemory(0, MessageFrame.HeaderSize + size), cancellationToken).AsTask();
    }

    private async Task WriteBorrowedAsync(
        Stream stream, IMessage message, int size, CancellationToken cancellationToken)
    {
        using var buffer = new PooledBuffer(size + MessageFrame.HeaderSize);
        MessageEncoder.Write(buffer, message, _limit, _compression);
        await stream.WriteAsync(buffer.Written, cancellationToken);
    }
}
