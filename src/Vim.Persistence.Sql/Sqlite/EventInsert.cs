using System.Runtime.CompilerServices;
using System.Text;
using SQLitePCL;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Inserts one event: the hot path of the journal. Used by the writer's thread only.</summary>
internal sealed unsafe class EventInsert(SqliteHandle handle)
{
    private const int StackBytes = 384;
    private const string Sql =
        "INSERT INTO events (id, shard, kind, key, sequence, type, version, epoch, time, payload) "
        + "VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10)";

    private readonly nint _statement = handle.Prepare(Sql).Pointer;

    [SkipLocalsInit]
    public void Run(long shard, long position, long epoch, in EventRecord one, long kind, long type)
    {
        Span<byte> stack = stackalloc byte[StackBytes];
        var key = one.Id.Key;
        var bytes = key.Length * 3 <= StackBytes ? stack : new byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        var keyLength = Encoding.UTF8.GetBytes(key, bytes);
        // A null pointer would bind NULL: an empty payload points to something all the same.
        ReadOnlySpan<byte> payload = one.Payload.IsEmpty ? bytes : one.Payload.Span;
        fixed (byte* keyPointer = bytes)
        fixed (byte* payloadPointer = payload)
        {
            BindNumbers(shard, position, epoch, one, kind, type);
            Check(SqliteLibrary.BindText(_statement, 4, keyPointer, keyLength, SqliteLibrary.Static));
            Check(SqliteLibrary.BindBlob(_statement, 10, payloadPointer, one.Payload.Length, SqliteLibrary.Static));
            // The reset gives the error of the step, if there was one.
            _ = SqliteLibrary.Step(_statement);
            Check(SqliteLibrary.Reset(_statement));
        }
    }

    private void BindNumbers(long shard, long position, long epoch, in EventRecord one, long kind, long type)
    {
        Check(SqliteLibrary.BindNumber(_statement, 1, SqliteFormat.IdOf(shard, position)));
        Check(SqliteLibrary.BindNumber(_statement, 2, shard));
        Check(SqliteLibrary.BindNumber(_statement, 3, kind));
        Check(SqliteLibrary.BindNumber(_statement, 5, one.Sequence));
        Check(SqliteLibrary.BindNumber(_statement, 6, type));
        Check(SqliteLibrary.BindNumber(_statement, 7, one.Version));
        Check(SqliteLibrary.BindNumber(_statement, 8, epoch));
        Check(SqliteLibrary.BindNumber(_statement, 9, one.Time.UtcTicks));
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            handle.Check(code, Sql);
        }
    }
}
