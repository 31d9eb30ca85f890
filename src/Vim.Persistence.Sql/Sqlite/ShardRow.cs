namespace Vim.Persistence.Sql.Sqlite;

/// <summary>What the writer knows of a shard, as committed.</summary>
internal sealed class ShardRow(long number, long epoch, long lastPosition)
{
    public long Number { get; } = number;

    public long Epoch { get; set; } = epoch;

    public long LastPosition { get; set; } = lastPosition;
}
