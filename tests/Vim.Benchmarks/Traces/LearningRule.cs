using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// The product keeping room for what usually comes, as it learns that from the requests that it has seen: nothing of
/// those to come, and no lifetimes.
/// </summary>
internal sealed class LearningRule : IPlacementRule
{
    /// <summary>The requests of about one episode of spane.</summary>
    private const int HalfLife = 1_000;
    private const int RefreshEvery = 32;
    private readonly Placer _placer = new();
    private readonly FlavourMix _mix = new(HalfLife);
    private PlacementPolicy _policy = PlacementPolicy.KeepRoomFor([]);
    private int _seen;

    /// <param name="before">Requests of before, by arrival.</param>
    public LearningRule(IEnumerable<ComputeRequirements> before)
    {
        foreach (var requirements in before)
        {
            _mix.Add(requirements);
        }

        _policy = PlacementPolicy.KeepRoomFor(_mix.Shares());
    }

    public string Name => _policy.Name;

    public HostPlacement? Place(TraceZone zone, PlacementRequest request)
    {
        var placement = _placer.Find(zone.Ledger, request, _policy);
        if (placement is not null)
        {
            Learn(request.Requirements);
        }

        return placement;
    }

    private void Learn(ComputeRequirements requirements)
    {
        _mix.Add(requirements);
        if (++_seen % RefreshEvery == 0)
        {
            _policy = PlacementPolicy.KeepRoomFor(_mix.Shares());
        }
    }
}
