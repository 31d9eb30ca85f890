using Vim.Actors.Shards;
using Vim.Domain.Identity;
using Vim.Engine.Projection;

namespace Vim.Engine.Hosting;

/// <summary>The open shard of a zone, and the summary by which it is chosen.</summary>
internal sealed record OpenZone(ZoneId Zone, Shard Shard, ZoneLoad Load);
