using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Reservations;

/// <summary>What commands and the zone's news make of a reservation. Pure.</summary>
public static class ReservationDecider
{
    private const string Kind = "reservation";

    /// <summary>What is wrong with a request, all of it; null where nothing is.</summary>
    public static VimError? RefusalOf(CreateReservation command)
    {
        var violations = new List<FieldViolation>();
        Check(command.Name.Length > 255, "name", "has more than 255 characters");
        Check(command.Owner.Value is null or { Length: 0 or > 255 }, "owner", "must have 1 to 255 characters");
        Check(
            command.Count is < 1 or > CreateReservation.MaxCount,
            "compute_count",
            $"{command.Count} is not 1 to {CreateReservation.MaxCount}");
        Check(
            command.Priority is < 0 or > PlacementRequest.MaxPriority,
            "priority",
            $"{command.Priority} is not 0 to {PlacementRequest.MaxPriority}");
        foreach (var (field, names) in
            new[] { ("aggregates", command.InAggregates), ("not_aggregates", command.NotInAggregates) })
        {
            Check(
                names.Length > HostAggregateRules.MaxAggregates,
                field,
                $"has more than {HostAggregateRules.MaxAggregates} entries");
            foreach (var name in names)
            {
                if (HostAggregateRules.ComplaintOf(name) is { } complaint)
                {
                    violations.Add(new(field, complaint));
                }
            }
        }

        return violations.Count > 0 ? Refusals.BadFields(violations) : null;

        void Check(bool isBroken, string field, string description)
        {
            if (isBroken)
            {
                violations.Add(new(field, description));
            }
        }
    }

    /// <summary>Whether the reservation is to be made; nothing for a retry.</summary>
    public static Decision Create(ReservationState state, RequestDigest digest, out bool isNew)
    {
        isNew = !state.Exists;
        return isNew ? Decision.Nothing : Creation.Again(Kind, state.Id.Value, state.Digest, digest);
    }

    /// <summary>Deletion.</summary>
    public static Decision Delete(ReservationState state, DateTimeOffset now) => state.Exists
        ? Decision.Of(new ReservationDeleted(now))
        : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The zone's ledger has broken a place.</summary>
    public static Decision Lose(ReservationState state, int number, ComputeId? to, DateTimeOffset now) =>
        Has(state, number) && !state.Places[number].IsLost
            ? Decision.Of(new ReservationPlaceLost(number, to, now))
            : Decision.Nothing;

    /// <summary>The zone's ledger has found room for a lost place.</summary>
    public static Decision Mend(ReservationState state, int number, HostPlacement placement, DateTimeOffset now) =>
        Has(state, number) && state.Places[number].IsLost
            ? Decision.Of(new ReservationPlaceMended(number, placement, now))
            : Decision.Nothing;

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(ReservationState state) => !state.Exists
        ? []
        :
        [
            new ReservationCreated
            {
                Name = state.Name,
                Zone = state.Zone,
                Owner = state.Owner,
                Flavour = state.Flavour,
                Priority = state.Priority,
                Container = state.Container!,
                Places = [.. state.Places.Select(place => place.Placement)],
                Digest = state.Digest,
                At = state.CreatedAt,
            },
            .. state.Places
                .Select((place, number) => (Place: place, Number: number))
                .Where(item => item.Place.IsLost)
                .Select(item => new ReservationPlaceLost(item.Number, item.Place.LostTo, item.Place.LostAt!.Value)),
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a reservation.</exception>
    public static ReservationState Evolve(ReservationState state, object @event) => @event switch
    {
        ReservationCreated created => new()
        {
            Id = state.Id,
            Exists = true,
            Name = created.Name,
            Zone = created.Zone,
            Owner = created.Owner,
            Flavour = created.Flavour,
            Priority = created.Priority,
            Container = created.Container,
            Places = [.. created.Places.Select(place => new KeptPlace(place))],
            Digest = created.Digest,
            CreatedAt = created.At,
        },
        ReservationPlaceLost lost => state with
        {
            Places = state.Places.SetItem(
                lost.Number, state.Places[lost.Number] with { LostAt = lost.At, LostTo = lost.To }),
        },
        ReservationPlaceMended mended => state with
        {
            Places = state.Places.SetItem(mended.Number, new(mended.Placement)),
        },
        ReservationDeleted => ReservationState.None(state.Id),
        _ => throw new ArgumentException($"a reservation has no event {@event.GetType().Name}", nameof(@event)),
    };

    private static bool Has(ReservationState state, int number) => number >= 0 && number < state.Places.Length;
}
