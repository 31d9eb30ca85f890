namespace Vim.Actors;

/// <summary>Names a shard: the unit of order, ownership and durability.</summary>
/// <param name="Value">Stable name; it is in the journal.</param>
public readonly record struct ShardId(string Value)
{
    public override string ToString() => Value;
}
