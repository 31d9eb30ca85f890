using Vim.Cli.Output;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Rendering;

/// <summary>Reservations, one line each; and the places of one.</summary>
internal static class ReservationTable
{
    public static void Write(Screen screen, IReadOnlyList<Reservation> reservations, bool isWide)
    {
        var table = new TextTable(
            new Column("RESERVATION"),
            new Column("NAME"),
            new Column("ZONE"),
            new Column("OWNER"),
            new Column("PRIORITY", Right: true),
            new Column("PLACES", Right: true),
            new Column("UNUSED", Right: true),
            new Column("TAKEN", Right: true),
            new Column("LOST", Right: true),
            new Column("FLAVOUR", Wide: true));
        foreach (var reservation in reservations)
        {
            table.Add(
                reservation.ReservationId,
                reservation.Name,
                reservation.ZoneId,
                reservation.OwnerId,
                Units.Count(reservation.Priority),
                Units.Count(reservation.Places.Count),
                Units.Count(reservation.UnusedCount),
                Units.Count(reservation.TakenCount),
                new Span(
                    Units.Count(reservation.LostCount), reservation.LostCount > 0 ? Tone.Warning : Tone.Plain),
                reservation.FlavourId);
        }

        table.Write(screen, isWide, "no reservations");
    }

    public static void WritePlaces(Screen screen, Reservation reservation)
    {
        var table = new TextTable(new Column("PLACE", Right: true), new Column("HOST"), new Column("STATE"));
        for (var number = 0; number < reservation.Places.Count; number++)
        {
            var place = reservation.Places[number];
            table.Add(Units.Count(number), place.Placement.HostId, StateOf(place));
        }

        table.Write(screen, isWide: true, "no places");
    }

    private static Span StateOf(ReservationPlace place)
    {
        var lost = place.HasLostToComputeId ? $"lost to compute {place.LostToComputeId}" : "lost";
        return (place.Lost, place.HasComputeId) switch
        {
            (false, false) => new("unused", Tone.Good),
            (false, true) => new($"taken by compute {place.ComputeId}", Tone.Plain),
            (true, true) => new($"taken by compute {place.ComputeId}, then {lost}", Tone.Warning),
            _ => new(lost, Tone.Warning),
        };
    }
}
