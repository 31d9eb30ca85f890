using System.Buffers;
using Google.Protobuf;
using Vim.Actors;
using Vim.Actors.Journaling;
using Vim.Persistence;

namespace Vim.Engine.Codecs;

/// <summary>
/// The journal of one open shard in objects, over a store in bytes: encodes before the append returns, and decodes
/// replays. The runtime sees what the store said, word for word, with the same promises.
/// </summary>
internal sealed class ShardJournal(IJournalStore store, ShardOpening opening, EventCodec codec) : IShardJournal
{
    private readonly SnapshotCodec _snapshots = new(codec);

    public void Append(ShardAppend group, Action<AppendOutcome> done)
    {
        var records = new EventRecord[group.Events.Count];
        var buffer = Encode(group, records);
        var batch = new JournalBatch(opening.Shard, opening.Epoch, group.FirstPosition, records, Snapshots(group))
        {
            Ended = group.Ended.Count == 0 ? [] : [.. group.Ended.Select(id => new PersistenceId(id.Kind, id.Key))],
        };
        store.Append(
            batch,
            outcome =>
            {
                // A store that could not say may still be reading it: then the buffer is left to the collector.
                if (outcome.Status is not JournalStatus.Unknown)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                done(ToOutcome(outcome));
            });
    }

    public void ReplayShard(IReplayReceiver receiver) =>
        store.ReplayShard(opening.Shard, new Reader(receiver, codec, _snapshots, opening.LastPosition));

    public void ReplayActor(ActorId actor, IReplayReceiver receiver) =>
        store.ReplayEntity(
            opening.Shard, new(actor.Kind, actor.Key), new Reader(receiver, codec, _snapshots, opening.LastPosition));

    private SnapshotRecord[] Snapshots(ShardAppend group)
    {
        if (group.Snapshots.Count == 0)
        {
            return [];
        }

        var records = new SnapshotRecord[group.Snapshots.Count];
        for (var index = 0; index < records.Length; index++)
        {
            var one = group.Snapshots[index];
            records[index] = new(
                new(one.Actor.Kind, one.Actor.Key),
                one.Sequence,
                SnapshotCodec.TypeName,
                SnapshotCodec.Version,
                one.Time,
                _snapshots.Write(one));
        }

        return records;
    }

    /// <summary>Encodes a group into one buffer, of which the records' payloads are slices.</summary>
    private byte[] Encode(ShardAppend group, EventRecord[] records)
    {
        var messages = ArrayPool<IMessage>.Shared.Rent(records.Length);
        var sizes = ArrayPool<int>.Shared.Rent(records.Length);
        var total = 0;
        for (var index = 0; index < records.Length; index++)
        {
            var @event = group.Events[index].Event;
            messages[index] = codec.TypeOf(@event).ToMessage(@event);
            sizes[index] = messages[index].CalculateSize();
            total += sizes[index];
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(total, 1));
        var offset = 0;
        for (var index = 0; index < records.Length; index++)
        {
            var journaled = group.Events[index];
            messages[index].WriteTo(buffer.AsSpan(offset, sizes[index]));
            records[index] = new(
                new(journaled.Actor.Kind, journaled.Actor.Key),
                journaled.Sequence,
                codec.TypeOf(journaled.Event).Name,
                EventType.Version,
                journaled.Time,
                new ReadOnlyMemory<byte>(buffer, offset, sizes[index]));
            offset += sizes[index];
        }

        ArrayPool<IMessage>.Shared.Return(messages, clearArray: true);
        ArrayPool<int>.Shared.Return(sizes);
        return buffer;
    }

    private static AppendOutcome ToOutcome(JournalOutcome outcome) => outcome.Status switch
    {
        JournalStatus.Committed => AppendOutcome.Committed,
        JournalStatus.Conflict => new(AppendStatus.Conflict, outcome.Error!.Message),
        JournalStatus.Fenced => new(AppendStatus.Fenced, outcome.Error!.Message),
        JournalStatus.Failed => new(AppendStatus.Failed, $"{outcome.Error!.Code}: {outcome.Error.Message}"),
        _ => new(AppendStatus.Unknown, outcome.Error!.Message),
    };

    private sealed class Reader(
        IReplayReceiver receiver, EventCodec codec, SnapshotCodec snapshots, long lastPosition) : IJournalReader
    {
        public void OnSnapshot(in SnapshotHeader header, ReadOnlySpan<byte> payload) =>
            receiver.OnSnapshot(snapshots.Read(header, payload));

        public void OnEvent(in EventHeader header, ReadOnlySpan<byte> payload)
        {
            var @event = codec.Read(header.Type, header.Version, payload);
            receiver.OnEvent(new(
                new(header.Id.Kind, header.Id.Key), header.Sequence, header.Position, @event, header.Time));
        }

        public void OnCompleted(JournalError? error) => receiver.OnCompleted(error is null
            ? ReplayOutcome.Done(lastPosition)
            : ReplayOutcome.Failed($"{error.Code}: {error.Message}"));
    }
}
