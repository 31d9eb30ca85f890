using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// The product keeping room for what usually comes, as it learns that from the requests that it has seen.
/// </summary>
/// <param name="before">Requests of before, by arrival.</param>
internal sealed class LearningRule(IEnumerable<ComputeRequirements> before) : IPlacementRule
{
    private readonly Placer _placer = new();
    private readonly LearningPolicy _policy = new(PlacementPolicy.KeepRoom, before);

    public string Name => _policy.Current.Name;

    public HostPlacement? Place(TraceZone zone, PlacementRequest request)
    {
        var placement = _placer.Find(zone.Ledger, request, _policy.Current);
        if (placement is not null)
        {
            _policy.Learn(request.Requirements);
        }

        return placement;
    }
}
