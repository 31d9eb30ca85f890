using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// The journal's tables. An event's <c>id</c> is shard number and position in one integer, so that a commit of many
/// shards appends to few places and a shard's replay is one range. An entity gets a <c>number</c> of the same form with
/// its first row: keys are random, and an index of events by key would make a commit write one page for each event; by
/// number, what is written together lies together. The header of the file carries what it is (application_id) and the
/// version of this format (user_version), so that a program can refuse a file before it touches it.
/// </summary>
internal static class SqliteFormat
{
    /// <summary>The version that this program reads and writes.</summary>
    public const int Version = 1;

    /// <summary>"VIMj".</summary>
    public const int ApplicationId = 0x56494D6A;

    /// <summary>Bits of an event's id that hold the position: 10^12 events per shard, 8 million shards.</summary>
    public const int PositionBits = 40;

    public const long PositionMask = (1L << PositionBits) - 1;

    private const string Tables = """
        CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE shards (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, owner TEXT NOT NULL,
            compacted_to INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE entities (
            number INTEGER PRIMARY KEY, shard INTEGER NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL);
        CREATE UNIQUE INDEX entities_by_key ON entities (shard, kind, key);
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            entity INTEGER NOT NULL, sequence INTEGER NOT NULL,
            type INTEGER NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE UNIQUE INDEX events_of_entity ON events (entity, sequence);
        CREATE TABLE snapshots (
            entity INTEGER PRIMARY KEY, sequence INTEGER NOT NULL,
            type INTEGER NOT NULL, version INTEGER NOT NULL, epoch INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE VIEW journal AS
            SELECT s.name AS shard, e.id & 1099511627775 AS position, k.name AS kind, n.key, e.sequence, t.name AS type,
                   e.version, e.epoch, e.time, e.payload
            FROM events e JOIN entities n ON n.number = e.entity JOIN shards s ON s.number = n.shard
                JOIN names k ON k.number = n.kind JOIN names t ON t.number = e.type;
        """;

    public static long IdOf(long shard, long position) => (shard << PositionBits) | position;

    /// <summary>The last id that a shard can have.</summary>
    public static long LastIdOf(long shard) => IdOf(shard, PositionMask);

    /// <summary>Makes a new journal that is complete or absent, whatever happens meanwhile.</summary>
    public static void Create(string path)
    {
        var partial = path + ".new";
        File.Delete(partial);
        using (var handle = SqliteHandle.Open(partial, mayCreate: true, TimeSpan.Zero))
        {
            handle.Execute("PRAGMA page_size = 4096");
            handle.Execute($"PRAGMA application_id = {ApplicationId}");
            handle.Execute($"PRAGMA user_version = {Version}");
            handle.Execute("BEGIN");
            handle.Execute(Tables);
            handle.Execute("COMMIT");
            handle.Execute("PRAGMA journal_mode = WAL");
        }
        File.Move(partial, path, overwrite: false);
    }
}
