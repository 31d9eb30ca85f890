using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Reservations;
using Vim.Engine.Actors;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>
/// Looks up the flavour that a reservation names: what is deleted or changed later does not touch it.
/// </summary>
internal static class ReservationResolver
{
    /// <summary>A <see cref="ReserveInZone"/>, or a <see cref="VimError"/> that says what is wrong.</summary>
    public static object Resolve(
        EngineViews views, ReservationId id, CreateReservation command, RequestDigest digest)
    {
        if (ReservationDecider.RefusalOf(command) is { } refusal)
        {
            return refusal;
        }

        if (views.Flavours.Find(command.Flavour.Value)?.State is not { Exists: true, Requirements: { } wanted })
        {
            return Refusals.NotFound("flavour", command.Flavour.Value);
        }

        var draft = new ReservationCreated
        {
            Name = command.Name,
            Zone = command.Zone,
            Owner = command.Owner,
            Flavour = command.Flavour,
            Priority = command.Priority,
            Container = new()
            {
                Compute = new($"container of {id}"),
                Requirements = wanted,
                InAggregates = command.InAggregates,
                NotInAggregates = command.NotInAggregates,
            },
            Places = [],
            Digest = digest,
            At = default,
        };
        return new ReserveInZone(draft, command.Count);
    }
}
