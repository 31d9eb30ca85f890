using Vim.Domain.Placement;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// One dimension on which one host fails. Two with equal dimension and detail are about the same wish.
/// </summary>
internal readonly record struct Shortfall(Dimension Dimension, string Detail, long Wanted, long Available, string Unit)
{
    public DimensionShortfall ForOneHost() => new(Dimension, Wanted, Available, Unit, 1, 0, Detail);
}
