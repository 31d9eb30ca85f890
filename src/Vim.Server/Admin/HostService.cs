using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;
using Vim.Scheduling.Views;
using HostState = Vim.Domain.Hosts.HostState;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.HostService</c>: what operators do with hosts.</summary>
/// <param name="engine">The VIM.</param>
/// <param name="observed">What agents saw last.</param>
/// <param name="forget">
/// Told of each host that is gone: its agent's session ends and its lease is watched no more.
/// </param>
internal sealed class HostService(IVimEngine engine, IObservedGuests observed, Action<HostId> forget)
{
    private const int DefaultPageSize = 100;

    public RpcService Bind() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == "HostService"))
            .Unary<ListHostsRequest, ListHostsResponse>("ListHosts", ListAsync)
            .Unary<GetHostRequest, GetHostResponse>("GetHost", GetAsync)
            .Unary<EnableHostRequest, EnableHostResponse>("EnableHost", async (request, call) => new()
            {
                Host = await MaintainAsync(request.HostId, inMaintenance: false, "enabled by an operator", call),
            })
            .Unary<EnterMaintenanceRequest, EnterMaintenanceResponse>("EnterMaintenance", async (request, call) => new()
            {
                Host = await MaintainAsync(request.HostId, inMaintenance: true, request.Reason, call),
            })
            .Unary<AddHostToAggregateRequest, AddHostToAggregateResponse>(
                "AddHostToAggregate",
                async (request, call) => new()
                {
                    Host = await ChangeAsync(
                        new SetHostAggregate(Id(request.HostId), request.Aggregate, IsMember: true), call),
                })
            .Unary<RemoveHostFromAggregateRequest, RemoveHostFromAggregateResponse>(
                "RemoveHostFromAggregate",
                async (request, call) => new()
                {
                    Host = await ChangeAsync(
                        new SetHostAggregate(Id(request.HostId), request.Aggregate, IsMember: false), call),
                })
            .Unary<RemoveHostRequest, RemoveHostResponse>("RemoveHost", async (request, call) =>
            {
                await engine.AskAsync(new RemoveHost(Id(request.HostId)), call);
                forget(Id(request.HostId));
                return new RemoveHostResponse();
            })
            .Build();

    private async ValueTask<ListHostsResponse> ListAsync(ListHostsRequest request, RpcServerCall call)
    {
        if (request.PageSize is < 0 or > ViewTable<HostView>.MaxPageSize)
        {
            throw ErrorTable.Refusal(Refusals.BadField(
                "page_size", $"{request.PageSize} is not 0 to {ViewTable<HostView>.MaxPageSize}"));
        }

        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        var page = engine.Views.Hosts.List(
            request.PageToken.Length == 0 ? null : request.PageToken,
            size,
            host => (request.ZoneId.Length == 0 || host.State.Zone.Value == request.ZoneId)
                && (request.Aggregate.Length == 0 || host.State.Aggregates.Contains(request.Aggregate)));
        var response = new ListHostsResponse { NextPageToken = page.NextAfter ?? "" };
        foreach (var host in page.Items)
        {
            response.Hosts.Add(HostMapping.Summary(host, await CapacityAsync(host, call)));
        }

        return response;
    }

    private async ValueTask<GetHostResponse> GetAsync(GetHostRequest request, RpcServerCall call)
    {
        var host = Find(request.HostId);
        var response = HostMapping.Detail(host, await CapacityAsync(host, call));
        response.ComputeIds.AddRange(engine.Views.Computes.Snapshot()
            .Where(compute => compute.State.IsListed && compute.State.Placement?.Host == host.State.Id)
            .Select(compute => compute.Id).Order(StringComparer.Ordinal));
        response.Guests.AddRange(observed.On(host.State.Id).Select(Codecs.GuestCodec.ToProto));
        return response;
    }

    private ValueTask<HostSummary> MaintainAsync(string host, bool inMaintenance, string reason, RpcServerCall call) =>
        ChangeAsync(new SetHostMaintenance(Id(host), inMaintenance, reason), call);

    private async ValueTask<HostSummary> ChangeAsync(IRequest<HostState> command, RpcServerCall call)
    {
        var view = Find((await engine.AskAsync(command, call)).Id.Value);
        return HostMapping.Summary(view, await CapacityAsync(view, call));
    }

    private async ValueTask<HostCapacity> CapacityAsync(HostView host, RpcServerCall call) =>
        await engine.AskAsync(new GetHostCapacity(host.State.Id), call);

    private HostView Find(string id) => engine.Views.Hosts.Find(id) is { State.Exists: true } host
        ? host
        : throw ErrorTable.Refusal(Refusals.NotFound("host", id));

    private static HostId Id(string id) => id.Length is > 0 and <= 255
        ? new HostId(id)
        : throw ErrorTable.Refusal(Refusals.BadField("host_id", "must be 1 to 255 characters"));
}
