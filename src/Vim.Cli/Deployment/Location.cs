using Nfv.OrVi.V1;

namespace Vim.Cli.Deployment;

/// <summary>Where computes are to be, as the person who deploys says.</summary>
/// <param name="Zone">Resource zone; null: any.</param>
/// <param name="Aggregates">Host aggregates that they must be in.</param>
/// <param name="NotAggregates">Host aggregates that they must not be in.</param>
internal sealed record Location(
    string? Zone, IReadOnlyList<string> Aggregates, IReadOnlyList<string> NotAggregates)
{
    /// <summary>The location constraints; null where there are none.</summary>
    /// <param name="zone">The zone where none is said.</param>
    public LocationConstraints? ToConstraints(string? zone = null) =>
        (Zone ?? zone) is null && Aggregates.Count + NotAggregates.Count == 0
            ? null
            : new()
            {
                ResourceZoneId = { (Zone ?? zone) is { } one ? [one] : Array.Empty<string>() },
                Aggregate = { Aggregates },
                NotAggregate = { NotAggregates },
            };
}
