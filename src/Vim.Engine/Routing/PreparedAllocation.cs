using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Engine.Hosting;

namespace Vim.Engine.Routing;

/// <summary>An allocation that is only asked about.</summary>
/// <param name="Request">What it asks of a zone; null where it is refused.</param>
/// <param name="Zones">The zones it may go to, the likeliest first.</param>
/// <param name="Refusal">Why it could go nowhere, whatever is free; null where it is not refused.</param>
internal readonly record struct PreparedAllocation(
    PlacementRequest? Request, IReadOnlyList<OpenZone> Zones, VimError? Refusal);
