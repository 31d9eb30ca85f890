namespace Vim.Persistence.Sql.Sqlite;

/// <summary>What the writer knows of a shard, as committed.</summary>
internal sealed class ShardRow(long number, long epoch, long lastPosition, long lastEntity)
{
    public long Number { get; } = number;

    public long Epoch { get; set; } = epoch;

    public long LastPosition { get; set; } = lastPosition;

    /// <summary>The last number given to an entity; numbers of a commit that failed are not given again.</summary>
    public long LastEntity { get; set; } = lastEntity;
}
