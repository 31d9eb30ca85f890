using Vim.Domain.Placement;
using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Traces;

/// <summary>The product: its placer under one of its policies.</summary>
internal sealed class PlacerRule(PlacementPolicy policy) : IPlacementRule
{
    private readonly Placer _placer = new();

    public string Name => policy.Name;

    public HostPlacement? Place(TraceZone zone, PlacementRequest request) => _placer.Find(zone.Ledger, request, policy);
}
