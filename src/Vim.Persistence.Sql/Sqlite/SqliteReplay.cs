using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Reads shards and entities back over one connection. Used by one thread at a time.</summary>
internal sealed class SqliteReplay : IDisposable
{
    private const string EventColumns = "entity, sequence, type, version, epoch, time, payload, id";
    private const string SnapshotColumns = "entity, sequence, type, version, epoch, time, payload";

    private readonly SqliteHandle _handle;
    private readonly SqliteStatement _findShard;
    private readonly SqliteStatement _findName;
    private readonly SqliteStatement _findEntity;
    private readonly SqliteStatement _entities;
    private readonly SqliteStatement _events;
    private readonly SqliteStatement _snapshots;
    private readonly SqliteStatement _entityEvents;
    private readonly SqliteStatement[] _all;
    private Dictionary<long, string> _names = [];

    public SqliteReplay(SqliteHandle handle)
    {
        _handle = handle;
        _findShard = handle.Prepare("SELECT number FROM shards WHERE name = ?1");
        _findName = handle.Prepare("SELECT number FROM names WHERE name = ?1");
        _findEntity = handle.Prepare("SELECT number FROM entities WHERE shard = ?1 AND kind = ?2 AND key = ?3");
        _entities = handle.Prepare("SELECT number, kind, key FROM entities WHERE number BETWEEN ?1 AND ?2");
        _events = handle.Prepare($"SELECT {EventColumns} FROM events WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        _snapshots = handle.Prepare(
            $"SELECT {SnapshotColumns} FROM snapshots WHERE entity BETWEEN ?1 AND ?2 ORDER BY entity");
        _entityEvents = handle.Prepare($"SELECT {EventColumns} FROM events WHERE entity = ?1 ORDER BY sequence");
        _all = [_findShard, _findName, _findEntity, _entities, _events, _snapshots, _entityEvents];
    }

    /// <summary>Gives a shard, as it was committed when this began.</summary>
    public void ReadShard(string shard, IJournalReader reader) => InTransaction(() =>
    {
        var number = Find(_findShard, shard);
        if (number == 0)
        {
            return;
        }
        var entities = new Dictionary<long, PersistenceId>();
        OfShard(_entities, number);
        while (_entities.Step())
        {
            entities.Add(_entities.GetNumber(0), new(NameOf(_entities.GetNumber(1)), _entities.GetText(2)));
        }
        Read(OfShard(_snapshots, number), OfShard(_events, number), entities, reader);
    });

    /// <summary>Gives an entity, as it was committed when this began.</summary>
    public void ReadEntity(string shard, PersistenceId id, IJournalReader reader) => InTransaction(() =>
    {
        _findEntity.Bind(1, Find(_findShard, shard)).Bind(2, Find(_findName, id.Kind)).Bind(3, id.Key);
        if (!_findEntity.Step())
        {
            return;
        }
        var number = _findEntity.GetNumber(0);
        var entities = new Dictionary<long, PersistenceId> { [number] = id };
        Read(_snapshots.Bind(1, number).Bind(2, number), _entityEvents.Bind(1, number), entities, reader);
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
            foreach (var statement in _all)
            {
                statement.Reset();
            }
            _handle.RollbackIfOpen();
        }
    }

    private static long Find(SqliteStatement statement, string name) =>
        statement.Bind(1, name).Step() ? statement.GetNumber(0) : 0;

    private static SqliteStatement OfShard(SqliteStatement statement, long shard) =>
        statement.Bind(1, SqliteFormat.IdOf(shard, 0)).Bind(2, SqliteFormat.LastIdOf(shard));

    private void Read(
        SqliteStatement snapshots, SqliteStatement events, Dictionary<long, PersistenceId> entities,
        IJournalReader reader)
    {
        while (snapshots.Step())
        {
            var header = new SnapshotHeader(
                IdOf(snapshots, entities), snapshots.GetNumber(1), NameOf(snapshots.GetNumber(2)),
                (int)snapshots.GetNumber(3), snapshots.GetNumber(4),
                new DateTimeOffset(snapshots.GetNumber(5), TimeSpan.Zero));
            reader.OnSnapshot(header, snapshots.GetBytes(6));
        }
        while (events.Step())
        {
            var header = new EventHeader(
                IdOf(events, entities), events.GetNumber(1), events.GetNumber(7) & SqliteFormat.PositionMask,
                NameOf(events.GetNumber(2)), (int)events.GetNumber(3), events.GetNumber(4),
                new DateTimeOffset(events.GetNumber(5), TimeSpan.Zero));
            reader.OnEvent(header, events.GetBytes(6));
        }
    }

    private PersistenceId IdOf(SqliteStatement row, Dictionary<long, PersistenceId> entities) =>
        entities.TryGetValue(row.GetNumber(0), out var id)
            ? id
            : throw Damaged($"entity {row.GetNumber(0)}", "entities");

    private string NameOf(long number) =>
        _names.TryGetValue(number, out var name) ? name : throw Damaged($"kind or type {number}", "names");

    private JournalException Damaged(string what, string table) => new(new JournalError(
        JournalErrorCodes.Damaged, $"{_handle.Path}: a row is of {what}, which is not in the table of {table}"));
}
