using System.Collections.Immutable;

namespace Vim.Scheduling.Placing;

/// <summary>What a filter sees of a host.</summary>
/// <param name="Load">What is free of it, and what there is.</param>
/// <param name="ComputeCount">Computes with a claim on it, and places of reservations that are kept for some.</param>
/// <param name="Traits">What it offers, by trait name.</param>
/// <param name="Aggregates">The aggregates that it is in, by name.</param>
public readonly record struct FilteredHost(
    HostLoad Load,
    int ComputeCount,
    ImmutableSortedSet<string> Traits,
    ImmutableSortedSet<string> Aggregates);
