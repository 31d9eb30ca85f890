using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>What befalls reservations in a zone, one thing after the other as chance wills.</summary>
internal sealed class ReservationPlay(Placer placer)
{
    public static CapacityReservation Of(
        string id, int priority, PlacementRequest container, IEnumerable<HostPlacement> places) => new()
        {
            Id = new(id),
            Priority = priority,
            Container = container,
            Places = [.. places.Select(place => new PlaceState(place))],
        };

    /// <summary>One step; its kind.</summary>
    public string Step(World world, CaseGenerator make, string name)
    {
        var ledger = world.Ledger;
        var reservations = ledger.Reservations();
        var all = reservations
            .SelectMany(reservation => reservation.Places.Select((state, number) =>
                (Place: new ReservedPlace(reservation.Id, number), State: state)))
            .ToList();
        switch (make.Next(6))
        {
            case 0:
                var container = new PlacementRequest { Compute = new("container"), Requirements = make.Requirements() };
                var places = placer.PlaceAll(ledger, container, make.Next(3) + 1, world.Policy, out _);
                ledger.Reserve(Of(name, make.Next(20), container, places));
                return "reserve";
            case 1 when reservations.Count > 0:
                var wanted = make.Pick([.. reservations]);
                var request = new PlacementRequest
                {
                    Compute = new(name),
                    Requirements = make.Chance(70) ? wanted.Container.Requirements : make.Requirements(),
                    Reservation = wanted.Id,
                };
                if (placer.Place(ledger, request, world.Policy) is { IsFeasible: true } result)
                {
                    ledger.Apply(request, result);
                }

                return "take";
            case 2 when ledger.ClaimCount > 0:
                ledger.Release(make.Pick([.. ledger.Claims()]).Compute);
                return "release";
            case 3 when all.Exists(item => item.State.IsUnused):
                ledger.Break(make.Pick([.. all.Where(item => item.State.IsUnused)]).Place);
                return "break";
            case 4 when all.Exists(item => item.State is { IsLost: true, TakenBy: null }):
                var lost = make.Pick([.. all.Where(item => item.State is { IsLost: true, TakenBy: null })]).Place;
                var again = ledger.FindReservation(lost.Reservation)!.Container;
                if (placer.Find(ledger, again, world.Policy) is { } placement)
                {
                    ledger.Mend(lost, placement);
                }

                return "mend";
            case 5 when reservations.Count > 0 && make.Chance(30):
                ledger.EndReservation(make.Pick([.. reservations]).Id);
                return "end";
            default:
                return "take";
        }
    }
}
