using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>No host has more than so many computes, so that its failure hits no more.</summary>
/// <param name="Most">Computes, 1 or more.</param>
public sealed record MaxComputesFilter(int Most) : IHostFilter
{
    /// <inheritdoc />
    public bool Allows(in FilteredHost host, in FilteredRequest request) => host.ComputeCount < Most;

    /// <inheritdoc />
    public override string ToString() => FormattableString.Invariant($"max-computes({Most})");
}
