using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// The numbers of entities, for the writer: gives one to an entity with its first row and takes it away with its last,
/// inside the writer's transaction. Remembers a bounded number of them.
/// </summary>
internal sealed class EntityTable(SqliteHandle handle)
{
    private const int MaxKnown = 131_072;

    private readonly Dictionary<Name, long> _known = [];
    private readonly SqliteStatement _find = handle.Prepare(
        "SELECT number FROM entities WHERE shard = ?1 AND kind = ?2 AND key = ?3");

    private readonly SqliteStatement _insert = handle.Prepare(
        "INSERT INTO entities (number, shard, kind, key) VALUES (?1,?2,?3,?4)");

    private readonly SqliteStatement _delete = handle.Prepare("DELETE FROM entities WHERE number = ?1");

    /// <summary>The number of an entity; a new one where it has none.</summary>
    /// <param name="shard">Its shard.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="key">Its key.</param>
    /// <param name="isFirst">Whether this is for the entity's first event, before which it can have no number.</param>
    public long NumberOf(ShardRow shard, long kind, string key, bool isFirst)
    {
        var name = new Name(shard.Number, kind, key);
        return !isFirst && Find(name) is { } number ? number : Insert(shard, name);
    }

    /// <summary>Its number; null: nothing of it is there.</summary>
    public long? Find(ShardRow shard, long kind, string key) => Find(new Name(shard.Number, kind, key));

    /// <summary>Removes an entity that has no row any more.</summary>
    public void Remove(ShardRow shard, long kind, string key, long number)
    {
        _delete.Bind(1, number).Run();
        _known.Remove(new(shard.Number, kind, key));
    }

    /// <summary>Forgets what was remembered: the transaction was rolled back.</summary>
    public void Reload()
    {
        _find.Reset();
        _insert.Reset();
        _delete.Reset();
        _known.Clear();
    }

    private long? Find(Name name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }
        var isThere = _find.Bind(1, name.Shard).Bind(2, name.Kind).Bind(3, name.Key).Step();
        long? number = isThere ? _find.GetNumber(0) : null;
        _find.Reset();
        if (number is { } found)
        {
            Remember(name, found);
        }
        return number;
    }

    private long Insert(ShardRow shard, Name name)
    {
        var number = SqliteFormat.IdOf(name.Shard, ++shard.LastEntity);
        _insert.Bind(1, number).Bind(2, name.Shard).Bind(3, name.Kind).Bind(4, name.Key).Run();
        Remember(name, number);
        return number;
    }

    private void Remember(Name name, long number)
    {
        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }
        _known[name] = number;
    }

    private readonly record struct Name(long Shard, long Kind, string Key);
}
