using System.Collections.Immutable;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Plans live migrations that undo fragmentation. A plan's cost is the memory that it moves. The ledger is used for
/// trying and is afterwards as it was: give a copy while others use the zone's own. Pure but for that; for one thread
/// at a time.
/// </summary>
/// <param name="policy">Which host of those that fit; the zone's own policy.</param>
/// <param name="limits">How far to search.</param>
public sealed class Repacker(PlacementPolicy policy, RepackingLimits limits)
{
    private readonly Placer _placer = new();

    /// <summary>The cheapest moves after which a request fits; none where it fits already.</summary>
    /// <param name="ledger">The zone.</param>
    /// <param name="residents">Computes of the zone; those it does not name never move.</param>
    /// <param name="request">Well formed; its compute has no claim.</param>
    public RepackingPlan MakeRoom(ZoneLedger ledger, IEnumerable<Resident> residents, PlacementRequest request) =>
        MakeRoom(ledger, residents, [request]);

    /// <summary>
    /// Moves after which so many computes of one flavour fit, all at once: room is made for one after the other, each
    /// time as cheaply as can be.
    /// </summary>
    /// <param name="ledger">The zone.</param>
    /// <param name="residents">Computes of the zone; those it does not name never move.</param>
    /// <param name="request">A compute of the flavour; its compute id is not used.</param>
    /// <param name="count">1 or more.</param>
    public RepackingPlan RestoreHoles(
        ZoneLedger ledger,
        IEnumerable<Resident> residents,
        PlacementRequest request,
        int count) => MakeRoom(
            ledger,
            residents,
            [.. Enumerable.Range(1, count).Select(hole => request with { Compute = new($"hole-{hole}") })]);

    /// <summary>
    /// Moves that empty so many hosts more than are empty now, and use none of the empty ones. Where so many cannot
    /// be emptied, as many as were found.
    /// </summary>
    /// <param name="ledger">The zone.</param>
    /// <param name="residents">Computes of the zone; those it does not name never move.</param>
    /// <param name="count">1 or more.</param>
    public RepackingPlan EmptyHosts(ZoneLedger ledger, IEnumerable<Resident> residents, int count)
    {
        var space = new Workspace(ledger, _placer, policy, residents, limits);
        return new Emptying(space, ledger).Plan(count);
    }

    private RepackingPlan MakeRoom(
        ZoneLedger ledger,
        IEnumerable<Resident> residents,
        ImmutableArray<PlacementRequest> requests)
    {
        var space = new Workspace(ledger, _placer, policy, residents, limits);
        var relocation = new Relocation(space, [.. ledger.Hosts().Select(host => host.Id)]);
        var places = ImmutableArray.CreateBuilder<HostPlacement>();
        foreach (var request in requests)
        {
            var place = _placer.Find(ledger, request, policy);
            if (place is null && relocation.MakeRoom(request) is { } moves)
            {
                space.Redo(moves);
                place = _placer.Find(ledger, request, policy);
            }

            if (place is null)
            {
                break;
            }

            places.Add(place);
            ledger.Apply(request.Compute, place, request.GroupIds);
        }

        var plan = new RepackingPlan
        {
            Moves = [.. space.Moves],
            Places = places.ToImmutable(),
            IsReached = places.Count == requests.Length,
            IsProven = !space.IsCut && !space.IsEnded,
        };
        foreach (var request in requests.Take(places.Count))
        {
            ledger.Release(request.Compute);
        }

        space.UndoTo(0);
        return plan;
    }
}
