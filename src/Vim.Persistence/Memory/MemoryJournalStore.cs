namespace Vim.Persistence.Memory;

/// <summary>
/// A journal in memory, for tests and simulations. What is durable lives in the medium. With <c>decide</c>, somebody
/// else says when and how each append ends (slow, failed, lost answer, torn by a crash); without it, appends end at
/// once.
/// </summary>
/// <param name="medium">What outlives the store.</param>
/// <param name="decide">Takes each append; null makes each durable at once.</param>
public sealed class MemoryJournalStore(MemoryJournalMedium medium, Action<PendingAppend>? decide = null) : IJournalStore
{
    private volatile bool _isClosed;

    public Task<ShardOpening> OpenShardAsync(string shard, string owner, CancellationToken cancellation) =>
        _isClosed ? Task.FromException<ShardOpening>(new JournalException(s_closed)) : Task.FromResult(
            medium.Open(shard));

    public void Append(JournalBatch batch, Action<JournalOutcome> done)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(batch.IsEmpty, other: true);
        if (_isClosed)
        {
            done(JournalOutcome.Failed(s_closed));
        }
        else if (decide is null)
        {
            done(medium.Apply(batch));
        }
        else
        {
            decide(new PendingAppend(medium, batch, done));
        }
    }

    public void ReplayShard(string shard, IJournalReader reader) => Replay(shard, only: null, reader);

    public void ReplayEntity(string shard, PersistenceId id, IJournalReader reader) => Replay(shard, id, reader);

    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return ValueTask.CompletedTask;
    }

    private static readonly JournalError s_closed = new(JournalErrorCodes.Closed, "this journal is closed");

    private void Replay(string shard, PersistenceId? only, IJournalReader reader)
    {
        if (_isClosed)
        {
            reader.OnCompleted(s_closed);
            return;
        }
        var (snapshots, events) = medium.Read(shard, only);
        try
        {
            foreach (var row in snapshots)
            {
                reader.OnSnapshot(row.Header, row.Payload);
            }
            foreach (var row in events)
            {
                reader.OnEvent(row.Header, row.Payload);
            }
        }
        catch (JournalException exception)
        {
            reader.OnCompleted(exception.Error);
            return;
        }
        catch (Exception exception)
        {
            // Whatever a reader cannot take must end its replay, not the thread that gives it.
            reader.OnCompleted(ReaderFailed(shard, exception));
            return;
        }
        reader.OnCompleted(error: null);
    }

    private static JournalError ReaderFailed(string shard, Exception exception) => new(
        JournalErrorCodes.Damaged, $"shard {shard}: what the journal holds could not be read: {exception.Message}");
}
