using Vim.Domain.Identity;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Imagining;

/// <summary>What becomes of a compute whose host is gone.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="From">The host that is gone.</param>
/// <param name="Result">Where it goes, or why nowhere.</param>
public sealed record Resettled(ComputeId Compute, HostId From, PlacementResult Result);
