using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Audit;

/// <summary>Something that is claimed and not there, claimed twice, or not as it was asked for.</summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute; null where several share the blame.</param>
/// <param name="Dimension">What is wrong.</param>
/// <param name="Message">What, where, how much.</param>
public sealed record ClaimViolation(HostId Host, ComputeId? Compute, Dimension Dimension, string Message)
{
    /// <summary><c>host h1, compute c7, HugePages: ...</c>.</summary>
    public override string ToString() =>
        $"host {Host}{(Compute is { } compute ? $", compute {compute}" : "")}, {Dimension}: {Message}";
}
