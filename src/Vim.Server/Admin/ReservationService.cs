using Google.Protobuf.WellKnownTypes;
using Vim.Codecs;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Reservations;
using Vim.Engine;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.ReservationService</c>: capacity that is kept for tenants.</summary>
internal sealed class ReservationService(IVimEngine engine)
{
    private const int DefaultPageSize = 100;

    public RpcService Bind() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == "ReservationService"))
            .Unary<CreateReservationRequest, CreateReservationResponse>("CreateReservation", CreateAsync)
            .Unary<ListReservationsRequest, ListReservationsResponse>("ListReservations", List)
            .Unary<GetReservationRequest, GetReservationResponse>("GetReservation", Get)
            .Unary<DeleteReservationRequest, DeleteReservationResponse>("DeleteReservation", DeleteAsync)
            .Build();

    private async ValueTask<CreateReservationResponse> CreateAsync(
        CreateReservationRequest request, RpcServerCall call)
    {
        var command = new CreateReservation
        {
            Name = request.Name,
            Zone = new ZoneId(request.ZoneId),
            Flavour = new FlavourId(request.FlavourId),
            Count = request.ComputeCount == 0 ? 1 : request.ComputeCount,
            Owner = new ResourceGroupId(request.OwnerId),
            Priority = request.Priority,
            InAggregates = [.. request.Aggregates],
            NotInAggregates = [.. request.NotAggregates],
        };
        var state = await engine.AskAsync(command, call, request.IdempotencyKey);
        return new() { Reservation = ToProto(state, TakersOf()) };
    }

    private ValueTask<ListReservationsResponse> List(ListReservationsRequest request, RpcServerCall call)
    {
        if (request.PageSize is < 0 or > ViewTable<ReservationView>.MaxPageSize)
        {
            throw ErrorTable.Refusal(Refusals.BadField(
                "page_size", $"{request.PageSize} is not 0 to {ViewTable<ReservationView>.MaxPageSize}"));
        }

        var page = engine.Views.Reservations.List(
            request.PageToken.Length == 0 ? null : request.PageToken,
            request.PageSize == 0 ? DefaultPageSize : request.PageSize,
            view => request.ZoneId.Length == 0 || view.State.Zone.Value == request.ZoneId);
        var takers = TakersOf();
        return ValueTask.FromResult(new ListReservationsResponse
        {
            Reservations = { page.Items.Select(view => ToProto(view.State, takers)) },
            NextPageToken = page.NextAfter ?? "",
        });
    }

    private ValueTask<GetReservationResponse> Get(GetReservationRequest request, RpcServerCall call) =>
        engine.Views.Reservations.Find(request.ReservationId) is { State.Exists: true } view
            ? ValueTask.FromResult(new GetReservationResponse { Reservation = ToProto(view.State, TakersOf()) })
            : throw ErrorTable.Refusal(Refusals.NotFound("reservation", request.ReservationId));

    private async ValueTask<DeleteReservationResponse> DeleteAsync(
        DeleteReservationRequest request, RpcServerCall call)
    {
        await engine.AskAsync(new DeleteReservation(new ReservationId(request.ReservationId)), call);
        return new();
    }

    private Dictionary<ReservedPlace, string> TakersOf()
    {
        var takers = new Dictionary<ReservedPlace, string>();
        foreach (var view in engine.Views.Computes.Snapshot())
        {
            if (view.State is { HoldsClaim: true, Place: { } place })
            {
                takers[place] = view.Id;
            }
        }

        return takers;
    }

    private static Reservation ToProto(ReservationState state, Dictionary<ReservedPlace, string> takers)
    {
        var message = new Reservation
        {
            ReservationId = state.Id.Value,
            Name = state.Name,
            ZoneId = state.Zone.Value,
            OwnerId = state.Owner.Value,
            FlavourId = state.Flavour.Value,
            Priority = state.Priority,
            CreatedAt = Timestamp.FromDateTimeOffset(state.CreatedAt),
        };
        for (var number = 0; number < state.Places.Length; number++)
        {
            var kept = state.Places[number];
            var place = new ReservationPlace { Placement = kept.Placement.ToProto(), Lost = kept.IsLost };
            if (takers.TryGetValue(new(state.Id, number), out var taker))
            {
                place.ComputeId = taker;
            }

            if (kept.LostTo is { } compute)
            {
                place.LostToComputeId = compute.Value;
            }

            message.Places.Add(place);
        }

        message.UnusedCount = message.Places.Count(place => !place.Lost && !place.HasComputeId);
        message.TakenCount = message.Places.Count(place => place.HasComputeId);
        message.LostCount = message.Places.Count(place => place.Lost);
        return message;
    }
}
