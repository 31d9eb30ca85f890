using System.Buffers.Binary;
using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// Looks at a file before it is used and refuses what is not a whole journal of this or an older format. Changes no
/// byte of it.
/// </summary>
internal static class SqliteInspector
{
    private const int HeaderLength = 100;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <exception cref="JournalException">The file must not be used.</exception>
    public static void Inspect(string path, long checkUpToBytes)
    {
        InspectHeader(path);
        try
        {
            InspectContent(path, checkUpToBytes);
        }
        catch (SqliteException exception)
        {
            throw new JournalException(SqliteErrors.ToError(exception), exception);
        }
    }

    private static void InspectHeader(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        long length;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            length = file.Length;
            if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            {
                throw Damaged(path, $"it has {length} bytes only");
            }
        }
        if (!header[..Magic.Length].SequenceEqual(Magic))
        {
            throw Damaged(path, "it is not an SQLite file");
        }
        var application = BinaryPrimitives.ReadInt32BigEndian(header[68..]);
        var version = BinaryPrimitives.ReadInt32BigEndian(header[60..]);
        if (application != SqliteFormat.ApplicationId || version < 1)
        {
            throw Damaged(path, "it is an SQLite file, but no journal of this program");
        }
        if (version > SqliteFormat.Version)
        {
            throw new JournalException(new JournalError(
                JournalErrorCodes.NewerFormat,
                $"{path} has journal format {version}; this program knows formats up to {SqliteFormat.Version}: "
                    + "use the newer program"));
        }
        CheckLength(path, header, length);
    }

    /// <summary>Without a write-ahead log the file must have as many pages as its header says (SQLite file format
    /// 1.3.7).</summary>
    private static void CheckLength(string path, ReadOnlySpan<byte> header, long length)
    {
        var log = new FileInfo(path + "-wal");
        if (log.Exists && log.Length > 0)
        {
            return;
        }
        var pageSize = (long)BinaryPrimitives.ReadUInt16BigEndian(header[16..]);
        pageSize = pageSize == 1 ? 65_536 : pageSize;
        var expected = pageSize * BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var isCountValid = header[24..28].SequenceEqual(header[92..96]);
        if (isCountValid && length < expected)
        {
            throw Damaged(path, $"it has {length} bytes of {expected}: its end is missing");
        }
    }

    private static void InspectContent(string path, long checkUpToBytes)
    {
        using var handle = SqliteHandle.Open(path, mayCreate: false, TimeSpan.FromSeconds(1));
        // A file that is refused stays as it is, so that it can be examined or repaired.
        handle.KeepLogOnClose(isKept: true);
        const string Expected = "SELECT count(*) FROM sqlite_master WHERE name IN "
            + "('names','shards','entities','entities_by_key','events','events_of_entity','snapshots')";
        if (handle.QueryNumber(Expected) != 7)
        {
            throw Damaged(path, "tables are missing");
        }
        if (new FileInfo(path).Length > checkUpToBytes)
        {
            return;
        }
        var verdict = handle.QueryText("PRAGMA quick_check(1)");
        if (verdict != "ok")
        {
            throw Damaged(path, verdict);
        }
    }

    private static JournalException Damaged(string path, string how) => new(new JournalError(
        JournalErrorCodes.Damaged,
        $"{path} cannot be used as a journal: {how}. It was left as it is: keep it, "
            + "and restore the latest backup to a new file"));
}
