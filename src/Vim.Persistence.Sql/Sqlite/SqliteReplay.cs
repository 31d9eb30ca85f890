using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Reads shards and entities back over one connection. Used by one thread at a time.</summary>
internal sealed class SqliteReplay : IDisposable
{
    private const string EventColumns = "kind, key, sequence, type, version, epoch, time, payload, id";
    private const string SnapshotColumns = "kind, key, sequence, type, version, epoch, time, payload";

    private readonly SqliteHandle _handle;
    private readonly SqliteStatement _findShard;
    private readonly SqliteStatement _findName;
    private readonly SqliteStatement _events;
    private readonly SqliteStatement _snapshots;
    private readonly SqliteStatement _entityEvents;
    private readonly SqliteStatement _entitySnapshot;
    private Dictionary<long, string> _names = [];

    public SqliteReplay(SqliteHandle handle)
    {
        _handle = handle;
        _findShard = handle.Prepare("SELECT number FROM shards WHERE name = ?1");
        _findName = handle.Prepare("SELECT number FROM names WHERE name = ?1");
        _events = handle.Prepare($"SELECT {EventColumns} FROM events WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        _snapshots = handle.Prepare($"SELECT {SnapshotColumns} FROM snapshots WHERE shard = ?1 ORDER BY kind, key");
        _entityEvents = handle.Prepare(
            $"SELECT {EventColumns} FROM events WHERE shard = ?1 AND kind = ?2 AND key = ?3 ORDER BY sequence");
        _entitySnapshot = handle.Prepare(
            $"SELECT {SnapshotColumns} FROM snapshots WHERE shard = ?1 AND kind = ?2 AND key = ?3");
    }

    /// <summary>Gives a shard, as it was committed when this began.</summary>
    public void ReadShard(string shard, IJournalReader reader) => InTransaction(() =>
    {
        var number = Find(_findShard, shard);
        if (number == 0)
        {
            return;
        }
        var keys = new KeyCache();
        _snapshots.Bind(1, number);
        ReadSnapshots(_snapshots, keys, reader);
        _events.Bind(1, SqliteFormat.IdOf(number, 0)).Bind(2, SqliteFormat.IdOf(number, SqliteFormat.PositionMask));
        while (_events.Step())
        {
            reader.OnEvent(ReadHeader(_events, keys), _events.GetBytes(7));
        }
    });

    /// <summary>Gives an entity, as it was committed when this began.</summary>
    public void ReadEntity(string shard, PersistenceId id, IJournalReader reader) => InTransaction(() =>
    {
        var number = Find(_findShard, shard);
        var kind = Find(_findName, id.Kind);
        if (number == 0 || kind == 0)
        {
            return;
        }
        var keys = new KeyCache();
        _entitySnapshot.Bind(1, number).Bind(2, kind).Bind(3, id.Key);
        ReadSnapshots(_entitySnapshot, keys, reader);
        _entityEvents.Bind(1, number).Bind(2, kind).Bind(3, id.Key);
        while (_entityEvents.Step())
        {
            reader.OnEvent(ReadHeader(_entityEvents, keys), _entityEvents.GetBytes(7));
        }
    });

    public void Dispose() => _handle.Dispose();

    private void InTransaction(Action read)
    {
        _handle.Execute("BEGIN");
        try
        {
            _names = NameTable.Read(_handle);
            read();
        }
        finally
        {
            _findShard.Reset();
            _findName.Reset();
            _events.Reset();
            _snapshots.Reset();
            _entityEvents.Reset();
            _entitySnapshot.Reset();
            _handle.RollbackIfOpen();
        }
    }

    private static long Find(SqliteStatement statement, string name) =>
        statement.Bind(1, name).Step() ? statement.GetNumber(0) : 0;

    private void ReadSnapshots(SqliteStatement rows, KeyCache keys, IJournalReader reader)
    {
        while (rows.Step())
        {
            var header = new SnapshotHeader(
                new PersistenceId(NameOf(rows.GetNumber(0)), keys.Get(rows.GetBytes(1))), rows.GetNumber(2),
                NameOf(rows.GetNumber(3)), (int)rows.GetNumber(4), rows.GetNumber(5),
                new DateTimeOffset(rows.GetNumber(6), TimeSpan.Zero));
            reader.OnSnapshot(header, rows.GetBytes(7));
        }
    }

    private EventHeader ReadHeader(SqliteStatement row, KeyCache keys) => new(
        new PersistenceId(NameOf(row.GetNumber(0)), keys.Get(row.GetBytes(1))), row.GetNumber(2),
        row.GetNumber(8) & SqliteFormat.PositionMask, NameOf(row.GetNumber(3)), (int)row.GetNumber(4), row.GetNumber(5),
        new DateTimeOffset(row.GetNumber(6), TimeSpan.Zero));

    private string NameOf(long number) => _names.TryGetValue(number, out var name)
        ? name
        : throw new JournalException(new JournalError(
            JournalErrorCodes.Damaged,
            $"{_handle.Path}: an event names kind or type {number}, which is not in the table of names"));
}
