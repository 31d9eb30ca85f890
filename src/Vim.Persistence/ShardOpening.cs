namespace Vim.Persistence;

/// <summary>What the owner of a shard gets when it opens it. Every earlier owner is fenced from then on.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Epoch">Higher than any before; carried by each batch. Durable.</param>
/// <param name="LastPosition">Position of the shard's last event; 0 if it has none.</param>
public sealed record ShardOpening(string Shard, long Epoch, long LastPosition);
