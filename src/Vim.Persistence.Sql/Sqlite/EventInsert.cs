using SQLitePCL;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Inserts one event: the hot path of the journal. Used by the writer's thread only.</summary>
internal sealed unsafe class EventInsert(SqliteHandle handle)
{
    private const string Sql = "INSERT INTO events (id, entity, sequence, type, version, epoch, time, payload) "
        + "VALUES (?1,?2,?3,?4,?5,?6,?7,?8)";

    private readonly nint _statement = handle.Prepare(Sql).Pointer;

    public void Run(long id, long entity, long epoch, in EventRecord one, long type)
    {
        Check(SqliteLibrary.BindNumber(_statement, 1, id));
        Check(SqliteLibrary.BindNumber(_statement, 2, entity));
        Check(SqliteLibrary.BindNumber(_statement, 3, one.Sequence));
        Check(SqliteLibrary.BindNumber(_statement, 4, type));
        Check(SqliteLibrary.BindNumber(_statement, 5, one.Version));
        Check(SqliteLibrary.BindNumber(_statement, 6, epoch));
        Check(SqliteLibrary.BindNumber(_statement, 7, one.Time.UtcTicks));
        // A null pointer would bind NULL: an empty payload points to something all the same.
        ReadOnlySpan<byte> payload = one.Payload.IsEmpty ? [0] : one.Payload.Span;
        fixed (byte* pointer = payload)
        {
            Check(SqliteLibrary.BindBlob(_statement, 8, pointer, one.Payload.Length, SqliteLibrary.Static));
            // The reset gives the error of the step, if there was one.
            _ = SqliteLibrary.Step(_statement);
            Check(SqliteLibrary.Reset(_statement));
        }
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            handle.Check(code, Sql);
        }
    }
}
