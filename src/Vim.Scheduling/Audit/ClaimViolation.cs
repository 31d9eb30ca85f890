using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Audit;

/// <summary>Something that is claimed and not there, claimed twice, or not as it was asked for.</summary>
/// <param name="Host">The host.</param>
/// <param name="Holder">The compute, or the reservation's place; null where several share the blame.</param>
/// <param name="Dimension">What is wrong.</param>
/// <param name="Message">What, where, how much.</param>
public sealed record ClaimViolation(HostId Host, ClaimHolder? Holder, Dimension Dimension, string Message)
{
    /// <summary><c>host h1, compute c7, HugePages: ...</c>.</summary>
    public override string ToString() =>
        $"host {Host}{(Holder is { } holder ? $", {holder}" : "")}, {Dimension}: {Message}";
}
