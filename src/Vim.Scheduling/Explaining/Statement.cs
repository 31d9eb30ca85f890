using Vim.Domain.Placement;

namespace Vim.Scheduling.Explaining;

/// <summary>One thing that a request asks of any host, in the words in which a refusal tells of it.</summary>
/// <param name="Dimension">What it is about.</param>
/// <param name="Detail">Which one; with the dimension it names the statement.</param>
/// <param name="Wanted">How much is asked for, in what hosts are counted in.</param>
/// <param name="Unit">What it is told in.</param>
/// <param name="Scale">How many of what is counted make one of what is told.</param>
internal readonly record struct Statement(Dimension Dimension, string Detail, long Wanted, string Unit, long Scale)
{
    /// <summary>
    /// What is told of some hosts. Rounded so that a shortfall stays one: what is wanted up, what is free down.
    /// </summary>
    /// <param name="available">The most that any of them has.</param>
    /// <param name="hosts">How many fail on it.</param>
    /// <param name="first">How many fail on it first.</param>
    /// <param name="only">How many fail on nothing else.</param>
    public DimensionShortfall Tell(long available, int hosts, int first, int only) => new(
        Dimension,
        (Wanted + Scale - 1) / Scale,
        Math.Max(0, available) / Scale,
        Unit,
        hosts,
        first,
        only,
        Detail);
}
