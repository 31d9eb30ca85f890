using SQLitePCL;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// Writes batches of many shards in one transaction and says how each ended. Used by the writer's thread only. Owner
/// and position are checked against what this process, the only one with the file, committed last; the unique keys of
/// the tables check it once more.
/// </summary>
internal sealed class SqliteCommitter : IDisposable
{
    private readonly Dictionary<string, ShardRow> _shards = new(StringComparer.Ordinal);
    private readonly Dictionary<ShardRow, long> _newPositions = [];
    private readonly SqliteHandle _handle;
    private readonly NameTable _names;
    private readonly EntityTable _entities;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly EventInsert _insertEvent;
    private readonly SnapshotReplacement _replacement;
    private readonly int _maxPayloadBytes;
    private JournalError? _fault;

    public SqliteCommitter(SqliteHandle handle, int maxPayloadBytes)
    {
        _handle = handle;
        _maxPayloadBytes = maxPayloadBytes;
        _names = new NameTable(handle);
        _begin = handle.Prepare("BEGIN IMMEDIATE");
        _commit = handle.Prepare("COMMIT");
        _entities = new EntityTable(handle);
        _insertEvent = new EventInsert(handle);
        _replacement = new SnapshotReplacement(handle, _names, _entities);
    }

    /// <summary>Commits what can be committed of these batches; gives one outcome for each, in order.</summary>
    public void Commit(List<WriteItem> items, List<JournalOutcome> outcomes)
    {
        outcomes.Clear();
        if (_fault is not null)
        {
            AddSame(outcomes, items.Count, JournalOutcome.Failed(_fault));
            return;
        }
        try
        {
            Write(items, outcomes);
        }
        catch (SqliteException exception)
        {
            Rollback();
            outcomes.Clear();
            var mayBeOneBatch = exception.Primary is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG;
            if (mayBeOneBatch && items.Count > 1)
            {
                CommitOneByOne(items, outcomes);
                return;
            }
            var error = SqliteErrors.ToError(exception);
            AddSame(outcomes, items.Count, mayBeOneBatch && exception.Primary == raw.SQLITE_CONSTRAINT
                ? new JournalOutcome(JournalStatus.Conflict, error)
                : JournalOutcome.Failed(error));
        }
        catch (CommitFailedException failed)
        {
            outcomes.Clear();
            AddSame(outcomes, items.Count, CommitFailed(failed.Cause));
        }
    }

    /// <summary>Raises the epoch of a shard.</summary>
    public ShardOpening Open(string name, string owner)
    {
        ThrowIfFaulted();
        var row = Find(name) ?? Insert(name);
        using var update = _handle.Prepare("UPDATE shards SET epoch = ?1, owner = ?2 WHERE number = ?3");
        update.Bind(1, row.Epoch + 1).Bind(2, owner).Bind(3, row.Number).Run();
        row.Epoch++;
        return new ShardOpening(name, row.Epoch, row.LastPosition);
    }

    public void Rollback()
    {
        _begin.Reset();
        _commit.Reset();
        _newPositions.Clear();
        _handle.RollbackIfOpen();
        _names.Reload();
        _entities.Reload();
    }

    /// <summary>Writes back as much of the write-ahead log as readers let, without waiting for them.</summary>
    /// <returns>False if the checkpointer is at it.</returns>
    public bool TryCheckpoint() => (_handle.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE) & 0xFF) != raw.SQLITE_BUSY;

    /// <summary>Bytes written to the log since this was asked last.</summary>
    public long TakeBytesWritten()
    {
        const int CacheWrites = 9;
        const int PageSize = 4_096;
        raw.sqlite3_db_status(_handle.Db, CacheWrites, out var pages, out _, resetFlg: 1);
        return (long)pages * PageSize;
    }

    public void Dispose() => _handle.Dispose();

    private void Write(List<WriteItem> items, List<JournalOutcome> outcomes)
    {
        _newPositions.Clear();
        _begin.Run();
        foreach (var item in items)
        {
            var refusal = Refusal(item.Batch!, out var row);
            if (refusal is null)
            {
                Insert(item.Batch!, row!);
            }
            outcomes.Add(refusal ?? JournalOutcome.Committed);
        }
        try
        {
            _commit.Run();
        }
        catch (SqliteException exception)
        {
            Rollback();
            throw new CommitFailedException(exception);
        }
        foreach (var (row, position) in _newPositions)
        {
            row.LastPosition = position;
        }
    }

    private void CommitOneByOne(List<WriteItem> items, List<JournalOutcome> outcomes)
    {
        var one = new List<WriteItem>(1);
        var outcome = new List<JournalOutcome>(1);
        foreach (var item in items)
        {
            one.Clear();
            one.Add(item);
            Commit(one, outcome);
            outcomes.Add(outcome[0]);
        }
    }

    /// <summary>
    /// A full disk is seen before the commit's last frame is written, so nothing is done. Any other error may have come
    /// after: nobody knows, and what was written may appear after a restart, so nothing more may be written by this
    /// process.
    /// </summary>
    private JournalOutcome CommitFailed(SqliteException exception)
    {
        var error = SqliteErrors.ToError(exception);
        if (exception.Primary is raw.SQLITE_FULL or raw.SQLITE_BUSY)
        {
            return JournalOutcome.Failed(error);
        }
        _fault = error;
        return JournalOutcome.Unknown(error);
    }

    private JournalOutcome? Refusal(JournalBatch batch, out ShardRow? row)
    {
        row = Find(batch.Shard);
        if (row is null)
        {
            return JournalOutcome.Failed(new JournalError(
                JournalErrorCodes.ShardNotOpen,
                $"shard {batch.Shard} was never opened in {_handle.Path}: open it first"));
        }
        if (batch.Epoch != row.Epoch)
        {
            return JournalOutcome.Fenced(
                $"shard {batch.Shard} belongs to epoch {row.Epoch}; this writer has epoch {batch.Epoch} and must stop");
        }
        var last = _newPositions.TryGetValue(row, out var inCommit) ? inCommit : row.LastPosition;
        if (batch.FirstPosition != last + 1)
        {
            return JournalOutcome.Conflict(
                $"shard {batch.Shard} is at position {last}; a batch from {batch.FirstPosition} does not follow");
        }
        var longest = LongestPayload(batch);
        return longest <= _maxPayloadBytes ? null : JournalOutcome.Failed(new JournalError(
            JournalErrorCodes.TooLarge,
            $"a payload of {longest} bytes is over the limit of {_maxPayloadBytes} (shard {batch.Shard})"));
    }

    private static int LongestPayload(JournalBatch batch)
    {
        var longest = 0;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            longest = Math.Max(longest, batch.Events[i].Payload.Length);
        }
        for (var i = 0; i < batch.Snapshots.Count; i++)
        {
            longest = Math.Max(longest, batch.Snapshots[i].Payload.Length);
        }
        return longest;
    }

    private void Insert(JournalBatch batch, ShardRow row)
    {
        var position = batch.FirstPosition;
        for (var i = 0; i < batch.Events.Count; i++)
        {
            var one = batch.Events[i];
            var kind = _names.NumberOf(one.Id.Kind);
            var entity = _entities.NumberOf(row, kind, one.Id.Key, isFirst: one.Sequence == 1);
            var id = SqliteFormat.IdOf(row.Number, position);
            _insertEvent.Run(id, entity, batch.Epoch, one, _names.NumberOf(one.Type));
            position++;
        }
        _replacement.Run(batch, row, position - 1);
        _newPositions[row] = position - 1;
    }

    private ShardRow? Find(string name)
    {
        if (_shards.TryGetValue(name, out var known))
        {
            return known;
        }
        using var select = _handle.Prepare("SELECT number, epoch, compacted_to FROM shards WHERE name = ?1");
        if (!select.Bind(1, name).Step())
        {
            return null;
        }
        var number = select.GetNumber(0);
        var range = $"BETWEEN {SqliteFormat.IdOf(number, 0)} AND {SqliteFormat.LastIdOf(number)}";
        var last = _handle.QueryNumber($"SELECT max(id) FROM events WHERE id {range}");
        var entity = _handle.QueryNumber($"SELECT max(number) FROM entities WHERE number {range}");
        var row = new ShardRow(
            number,
            select.GetNumber(1),
            Math.Max(last & SqliteFormat.PositionMask, select.GetNumber(2)),
            entity & SqliteFormat.PositionMask);
        _shards.Add(name, row);
        return row;
    }

    private ShardRow Insert(string name)
    {
        using var insert = _handle.Prepare("INSERT INTO shards (name, epoch, owner) VALUES (?1, 0, '')");
        insert.Bind(1, name).Run();
        return Find(name)!;
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw new JournalException(_fault);
        }
    }

    private static void AddSame(List<JournalOutcome> outcomes, int count, JournalOutcome outcome)
    {
        for (var i = 0; i < count; i++)
        {
            outcomes.Add(outcome);
        }
    }

    private sealed class CommitFailedException(SqliteException cause) : Exception(cause.Message, cause)
    {
        public SqliteException Cause { get; } = cause;
    }
}
