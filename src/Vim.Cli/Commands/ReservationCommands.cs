using System.CommandLine;
using Vim.Cli.Client;
using Vim.Cli.Rendering;
using Vim.Contracts.Admin.V1;

namespace Vim.Cli.Commands;

/// <summary><c>vimctl reservation ...</c>.</summary>
internal static class ReservationCommands
{
    private static readonly Option<string> Zone = new("--zone")
    {
        Description = "Resource zone",
        HelpName = "ZONE",
        Required = true,
    };

    private static readonly Option<string> Flavour = new("--flavour")
    {
        Description = "Flavour of which each place holds one, by id or name",
        HelpName = "FLAVOUR",
        Required = true,
    };

    private static readonly Option<int> Count = new("--count")
    {
        Description = "Places, at most 1000 [1]",
        HelpName = "COUNT",
    };

    private static readonly Option<string?> Owner = new("--owner")
    {
        Description = "Tenant whose computes may take them [that of --tenant]",
        HelpName = "TENANT",
    };

    private static readonly Option<int> Priority = new("--priority")
    {
        Description = "0 to 1000: computes of a higher one that fit nowhere else may break unused places [0]",
        HelpName = "PRIORITY",
    };

    private static readonly Option<string[]> Aggregates = new("--aggregate")
    {
        Description = "Only on hosts in this aggregate; may be given more than once, all hold",
        HelpName = "AGGREGATE",
    };

    private static readonly Option<string[]> NotAggregates = new("--not-aggregate")
    {
        Description = "Only on hosts outside this aggregate; may be given more than once",
        HelpName = "AGGREGATE",
    };

    public static Command Create(CliApplication application) => CliApplication.Group(
        "reservation",
        "Capacity kept for computes to come",
        Make(application),
        List(application),
        Show(application),
        Delete(application));

    private static Command Make(CliApplication application)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the reservation" };
        return application.Define(
            "create",
            "Keep places for computes of a flavour, all of them or none",
            async context =>
            {
                var flavour = await context.Client.FlavourAsync(
                    context.Parsed.GetRequiredValue(Flavour), context.CancellationToken);
                var request = new CreateReservationRequest
                {
                    Name = context.Get(name),
                    ZoneId = context.Parsed.GetRequiredValue(Zone),
                    FlavourId = flavour.FlavourId,
                    ComputeCount = context.Get(Count),
                    OwnerId = context.Get(Owner) ?? context.Settings.Tenant,
                    Priority = context.Get(Priority),
                    Aggregates = { context.Get(Aggregates) ?? [] },
                    NotAggregates = { context.Get(NotAggregates) ?? [] },
                    IdempotencyKey = $"vimctl-{Guid.NewGuid():N}",
                };
                var answer = await context.Client.CallAsync(
                    Admin.CreateReservation, request, context.CancellationToken);
                Tell(context, [answer.Reservation]);
            },
            [name, Zone, Flavour, Count, Owner, Priority, Aggregates, NotAggregates]);
    }

    private static Command List(CliApplication application)
    {
        var zone = new Option<string?>("--zone") { Description = "Only those of this zone", HelpName = "ZONE" };
        return application.Define(
            "list",
            "List reservations",
            async context =>
            {
                var found = await context.Client.ReservationsAsync(
                    context.Get(zone) ?? "", context.CancellationToken);
                context.WriteAll(found, reservation => reservation.ReservationId, () =>
                    ReservationTable.Write(context.Output, found, context.IsWide));
            },
            zone);
    }

    private static Command Show(CliApplication application)
    {
        var reservation = Reservation();
        return application.Define(
            "show",
            "Show a reservation: where its places are and who has taken them",
            async context =>
            {
                var answer = await context.Client.CallAsync(
                    Admin.GetReservation,
                    new GetReservationRequest { ReservationId = context.Get(reservation) },
                    context.CancellationToken);
                context.WriteOne(answer.Reservation, answer.Reservation.ReservationId, () =>
                {
                    ReservationTable.Write(context.Output, [answer.Reservation], context.IsWide);
                    context.Output.Line();
                    ReservationTable.WritePlaces(context.Output, answer.Reservation);
                });
            },
            reservation);
    }

    private static Command Delete(CliApplication application)
    {
        var reservation = Reservation();
        return application.Define(
            "delete",
            "End a reservation; computes keep what they have taken",
            async context =>
            {
                var id = context.Get(reservation);
                await context.Client.CallAsync(
                    Admin.DeleteReservation,
                    new DeleteReservationRequest { ReservationId = id },
                    context.CancellationToken);
                context.WriteOne(
                    new Reservation { ReservationId = id },
                    id,
                    () => context.Output.Line($"deleted reservation {id}"));
            },
            reservation);
    }

    private static void Tell(CommandContext context, IReadOnlyList<Reservation> reservations) =>
        context.WriteOne(reservations[0], reservations[0].ReservationId, () =>
            ReservationTable.Write(context.Output, reservations, context.IsWide));

    private static Argument<string> Reservation() => new("RESERVATION") { Description = "Reservation id" };
}
