using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Imagining;

/// <summary>What becomes of a compute whose host is gone, or that asks for something else.</summary>
/// <param name="Compute">The compute.</param>
/// <param name="From">The host that it is on now.</param>
/// <param name="Placement">Where it goes; null: nowhere.</param>
/// <param name="Infeasible">
/// Why nowhere; null where it goes somewhere, or where the reasons of <see cref="WhatIf.MaxReasons"/> others were told.
/// </param>
public sealed record Resettled(ComputeId Compute, HostId From, HostPlacement? Placement, Infeasible? Infeasible);
