namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Where an SQLite journal lives and what its limits are.</summary>
public sealed record SqliteJournalOptions
{
    /// <summary>The journal's file. Beside it live <c>-wal</c>, <c>-shm</c> and <c>.lock</c>.</summary>
    public required string Path { get; init; }

    /// <summary>How long a commit waits for a lock that another program holds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Rows of one commit; more wait for the next.</summary>
    public int MaxRowsPerCommit { get; init; } = 16_384;

    /// <summary>Bytes of payload of one commit; more wait for the next.</summary>
    public long MaxBytesPerCommit { get; init; } = 32L << 20;

    /// <summary>Bytes of payload that may wait to be written; more are refused.</summary>
    public long MaxQueuedBytes { get; init; } = 512L << 20;

    /// <summary>Bytes of one payload.</summary>
    public int MaxPayloadBytes { get; init; } = 64 << 20;

    /// <summary>Bytes written to the write-ahead log after which it is written back in the background.</summary>
    public long CheckpointBytes { get; init; } = 32L << 20;

    /// <summary>Bytes written to the write-ahead log after which a commit waits until it is written back.</summary>
    public long MaxLogBytes { get; init; } = 256L << 20;

    /// <summary>Size of a journal up to which all of it is checked when it is opened.</summary>
    public long CheckUpToBytes { get; init; } = 64L << 20;

    /// <summary>Pages of 4,096 bytes that the journal may have; null: as many as the disk holds.</summary>
    public int? MaxPages { get; init; }
}
