using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.VirtualLinks;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Virtualised Network Resources Management (IFA 005 7.4.1): networks, subnets and ports.</summary>
internal sealed class NetworkService(EngineCalls engine)
{
    public RpcService Build() => RpcService.For(NetworkManagementReflection.Descriptor.Services[0])
        .Unary<AllocateVirtualisedNetworkResourceRequest, AllocateVirtualisedNetworkResourceResponse>(
            "AllocateVirtualisedNetworkResource", AllocateAsync)
        .Unary<QueryVirtualisedNetworkResourceRequest, QueryVirtualisedNetworkResourceResponse>(
            "QueryVirtualisedNetworkResource", Query)
        .Unary<UpdateVirtualisedNetworkResourceRequest, UpdateVirtualisedNetworkResourceResponse>(
            "UpdateVirtualisedNetworkResource", UpdateAsync)
        .Unary<TerminateVirtualisedNetworkResourceRequest, TerminateVirtualisedNetworkResourceResponse>(
            "TerminateVirtualisedNetworkResource", TerminateAsync)
        .UnimplementedRest()
        .Build();

    // 7.4.1.2
    private ValueTask<AllocateVirtualisedNetworkResourceResponse> AllocateAsync(
        AllocateVirtualisedNetworkResourceRequest request, RpcServerCall call) =>
        new NetworkAllocation(engine, request, call).RunAsync();

    // 7.4.1.3
    private ValueTask<QueryVirtualisedNetworkResourceResponse> Query(
        QueryVirtualisedNetworkResourceRequest request, RpcServerCall call) =>
        ValueTask.FromResult(new NetworkQuery(engine.Views).Run(request, call));

    // 7.4.1.4
    private async ValueTask<UpdateVirtualisedNetworkResourceResponse> UpdateAsync(
        UpdateVirtualisedNetworkResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("network_resource_id", request.NetworkResourceId);
        violations.NotSupported(request.UpdateNetworkData is not null, "update_network_data");
        violations.NotSupported(request.UpdateSubnetData is not null, "update_subnet_data");
        violations.NotSupported(request.UpdateNetworkPort is not null, "update_network_port");
        violations.NotSupported(request.UpdateTrunkData is not null, "update_trunk_data");
        violations.NotSupported(request.UpdateRoutingResourceData is not null, "update_routing_resource_data");
        violations.If(request.MetaData.Count == 0, "meta_data", "must be given: there is nothing else to update");
        var metadata = MetadataMapping.ToDomain(violations.Pairs("meta_data", request.MetaData));
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var link = await engine.AskAsync(
            new UpdateVirtualLink(new VirtualLinkId(request.NetworkResourceId), Name: null, metadata), call, about);
        return new() { NetworkResourceId = link.Id.Value, NetworkData = NetworkMapping.ToProto(link) };
    }

    // 7.4.1.5
    private async ValueTask<TerminateVirtualisedNetworkResourceResponse> TerminateAsync(
        TerminateVirtualisedNetworkResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var ids = violations.Ids("network_resource_id", request.NetworkResourceId);
        var about = RequestContext.Of("", request.IdempotencyKey, violations);
        violations.ThrowIfAny();
        var each = await BestEffort.RunAsync(ids, id => TerminateOneAsync(id, call, about));
        var response = new TerminateVirtualisedNetworkResourceResponse();
        response.NetworkResourceId.AddRange(each.Done);
        response.Failed.AddRange(each.Failed);
        return response;
    }

    // One operation for three kinds: which one an id is of, the views tell.
    private async ValueTask<Outcome<bool>> TerminateOneAsync(string id, RpcServerCall call, RequestContext about)
    {
        if (engine.Views.Ports.Find(id) is not null)
        {
            return Ended(await engine.TryAskAsync(new DeletePort(new PortId(id)), call, about));
        }

        return engine.Views.Subnets.Find(id) is not null
            ? Ended(await engine.TryAskAsync(new DeleteSubnet(new SubnetId(id)), call, about))
            : Ended(await engine.TryAskAsync(new TerminateVirtualLink(new VirtualLinkId(id)), call, about));
    }

    private static Outcome<bool> Ended<T>(Outcome<T> outcome) => outcome.IsSuccess ? true : outcome.Error;
}
