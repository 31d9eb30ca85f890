using Vim.Server.Hosting;

namespace Vim.Server.Composition;

/// <summary>Why a member ends; neither: it was told to stop.</summary>
/// <param name="Failure">What stopped a shard.</param>
/// <param name="Restoration">What is to be done to its store before it starts again.</param>
internal readonly record struct MemberEnd(string? Failure, Restoration? Restoration);
