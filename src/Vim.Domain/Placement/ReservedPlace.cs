using System.Globalization;
using Vim.Domain.Identity;

namespace Vim.Domain.Placement;

/// <summary>One place of a reservation: the capacity of one of its containers.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Number">Which of its places, from 0.</param>
public readonly record struct ReservedPlace(ReservationId Reservation, int Number)
{
    /// <summary><c>place 3 of reservation r1</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"place {Number} of reservation {Reservation}");
}
