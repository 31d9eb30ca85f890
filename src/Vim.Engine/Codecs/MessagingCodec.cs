using Google.Protobuf;
using Vim.Actors.Messaging;
using Vim.Engine.Actors;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>Encodings of the runtime's outboxes and inboxes, and of the messages between shards in them.</summary>
internal static class MessagingCodec
{
    public static IEnumerable<EventType> Types =>
    [
        EventType.Of<OutboxOpened, Proto.OutboxOpened>(
            Proto.OutboxOpened.Parser,
            e => new() { Incarnation = Bytes(e.Incarnation) },
            m => new(ToGuid(m.Incarnation))),
        EventType.Of<OutboxQueued, Proto.OutboxQueued>(Proto.OutboxQueued.Parser, ToProto, ToEvent),
        EventType.Of<OutboxAcknowledged, Proto.OutboxAcknowledged>(
            Proto.OutboxAcknowledged.Parser, e => new() { UpTo = e.UpTo }, m => new(m.UpTo)),
        EventType.Of<InboxTaken, Proto.InboxTaken>(
            Proto.InboxTaken.Parser,
            e => new() { Incarnation = Bytes(e.Incarnation), Number = e.Number },
            m => new(ToGuid(m.Incarnation), m.Number)),
    ];

    private static Proto.OutboxQueued ToProto(OutboxQueued queued)
    {
        var message = new Proto.OutboxQueued
        {
            Number = queued.Number,
            SenderKind = queued.Sender.Kind,
            SenderKey = queued.Sender.Key,
            TargetKind = queued.Target.Kind,
            TargetKey = queued.Target.Key,
        };
        switch (queued.Message)
        {
            case ReturnLinkGrant m:
                message.ReturnLinkGrant = new() { VirtualLinkId = m.Link.Value, Grant = m.Grant };
                break;
            case LinkGrantBack m:
                message.LinkGrantBack = new() { ZoneId = m.Zone.Value, Grant = m.Grant };
                break;
            case LinkStillUsed m:
                message.LinkStillUsed = new()
                {
                    ZoneId = m.Zone.Value,
                    Grant = m.Grant,
                    ComputeCount = m.ComputeCount,
                };
                break;
            case DetachPort m:
                message.DetachPort = new() { PortId = m.Port.Value, ComputeId = m.Compute.Value };
                break;
            case AskPortHolder m:
                message.AskPortHolder = new()
                {
                    VirtualLinkId = m.Link.Value,
                    PortId = m.Port.Value,
                    ComputeId = m.Compute.Value,
                };
                break;
            case PortHolderAnswer m:
                message.PortHolderAnswer = new()
                {
                    PortId = m.Port.Value,
                    ComputeId = m.Compute.Value,
                    Holds = m.Holds,
                };
                break;
            default:
                throw new InvalidOperationException(
                    $"{queued.Message.GetType().Name} does not travel between shards: add it to the messaging codec");
        }

        return message;
    }

    private static OutboxQueued ToEvent(Proto.OutboxQueued message) => new(
        message.Number,
        new(message.SenderKind, message.SenderKey),
        new(message.TargetKind, message.TargetKey),
        message.MessageCase switch
        {
            Proto.OutboxQueued.MessageOneofCase.ReturnLinkGrant => new ReturnLinkGrant(
                new(message.ReturnLinkGrant.VirtualLinkId), message.ReturnLinkGrant.Grant),
            Proto.OutboxQueued.MessageOneofCase.LinkGrantBack => new LinkGrantBack(
                new(message.LinkGrantBack.ZoneId), message.LinkGrantBack.Grant),
            Proto.OutboxQueued.MessageOneofCase.LinkStillUsed => new LinkStillUsed(
                new(message.LinkStillUsed.ZoneId), message.LinkStillUsed.Grant, message.LinkStillUsed.ComputeCount),
            Proto.OutboxQueued.MessageOneofCase.DetachPort => new DetachPort(
                new(message.DetachPort.PortId), new(message.DetachPort.ComputeId)),
            Proto.OutboxQueued.MessageOneofCase.AskPortHolder => new AskPortHolder(
                new(message.AskPortHolder.VirtualLinkId),
                new(message.AskPortHolder.PortId),
                new(message.AskPortHolder.ComputeId)),
            Proto.OutboxQueued.MessageOneofCase.PortHolderAnswer => new PortHolderAnswer(
                new(message.PortHolderAnswer.PortId),
                new(message.PortHolderAnswer.ComputeId),
                message.PortHolderAnswer.Holds),
            var other => throw new FormatException($"{other} is no message between shards that this program knows"),
        });

    private static ByteString Bytes(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return ByteString.CopyFrom(bytes);
    }

    private static Guid ToGuid(ByteString bytes) => bytes.Length == 16
        ? new(bytes.Span, bigEndian: true)
        : throw new FormatException("an outbox's incarnation has 16 bytes");
}
