using Vim.Domain.Placement;

namespace Vim.Benchmarks.Traces;

/// <summary>What decides where a request of a trace goes.</summary>
internal interface IPlacementRule
{
    string Name { get; }

    /// <summary>Where it goes; null where it fits nowhere.</summary>
    HostPlacement? Place(TraceZone zone, PlacementRequest request);
}
