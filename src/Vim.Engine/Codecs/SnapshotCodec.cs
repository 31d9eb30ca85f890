using Google.Protobuf;
using Vim.Actors.Journaling;
using Vim.Persistence;
using Proto = Vim.Contracts.Journal.V1;

namespace Vim.Engine.Codecs;

/// <summary>
/// Snapshots as the journal keeps them: the events of the summary, each encoded and versioned as in a row of its own.
/// Immutable; any thread.
/// </summary>
internal sealed class SnapshotCodec(EventCodec events)
{
    /// <summary>Stable name of every snapshot's type; it is in the journal.</summary>
    public const string TypeName = "Snapshot";

    /// <summary>The version of the frame; the events in it have their own.</summary>
    public const int Version = 1;

    public byte[] Write(in ActorSnapshot snapshot)
    {
        var message = new Proto.Snapshot { Position = snapshot.Position };
        foreach (var @event in snapshot.Events)
        {
            var type = events.TypeOf(@event);
            message.Events.Add(new Proto.SummaryEvent
            {
                Type = type.Name,
                EncodingVersion = EventType.Version,
                Payload = UnsafeByteOperations.UnsafeWrap(type.ToMessage(@event).ToByteArray()),
            });
        }

        return message.ToByteArray();
    }

    /// <exception cref="JournalException">Of a newer program, or damaged.</exception>
    public ActorSnapshot Read(in SnapshotHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Type != TypeName || header.Version != Version)
        {
            throw new JournalException(new JournalError(
                JournalErrorCodes.NewerEvent,
                $"{header.Id} has a snapshot {header.Type} of version {header.Version}, which this program does not "
                + "know: was it written by a newer one?"));
        }

        var message = Parse(header, payload);
        var summary = new object[message.Events.Count];
        for (var index = 0; index < summary.Length; index++)
        {
            var one = message.Events[index];
            summary[index] = events.Read(one.Type, one.EncodingVersion, one.Payload.Span);
        }

        return new(
            new(header.Id.Kind, header.Id.Key), header.Sequence, message.Position, summary, header.Time);
    }

    private static Proto.Snapshot Parse(in SnapshotHeader header, ReadOnlySpan<byte> payload)
    {
        try
        {
            return Proto.Snapshot.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new JournalException(new JournalError(
                JournalErrorCodes.Damaged,
                $"the snapshot of {header.Id} cannot be read: restore the journal from a backup"));
        }
    }
}
