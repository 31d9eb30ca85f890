using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Hosts of an aggregate are for requests that ask for it; whatever else fits there goes elsewhere.
/// </summary>
/// <param name="Aggregate">The aggregate's name.</param>
public sealed record ReserveAggregateFilter(string Aggregate) : IHostFilter
{
    /// <inheritdoc />
    public bool Allows(in FilteredHost host, in FilteredRequest request) =>
        !host.Aggregates.Contains(Aggregate) || request.InAggregates.Contains(Aggregate, StringComparer.Ordinal);

    /// <inheritdoc />
    public override string ToString() => $"reserve-aggregate({Aggregate})";
}
