using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.VirtualLinks;
using Vim.Northbound.OrVi.Errors;
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
    private async ValueTask<AllocateVirtualisedNetworkResourceResponse> AllocateAsync(
        AllocateVirtualisedNetworkResourceRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.Id("resource_group_id", request.ResourceGroupId);
        violations.NotSupported(request.HasReservationId, "reservation_id");
        violations.NotSupported(
            request.AffinityOrAntiAffinityConstraints.Count > 0, "affinity_or_anti_affinity_constraints");
        violations.NotSupported(request.LocationConstraints is not null, "location_constraints");
        NetworkRequests.CheckType(request, violations);
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, violations);
        var name = violations.Text("network_resource_name", request.NetworkResourceName);
        var metadata = MetadataMapping.ToDomain(violations.Pairs("meta_data", request.MetaData));
        var reader = new NetworkReader(violations);
        var response = new AllocateVirtualisedNetworkResourceResponse();
        switch (request.NetworkResourceType)
        {
            case NetworkResourceType.Network:
                const string Network = "type_network_data";
                var network = reader.Network(Network, request.TypeNetworkData ?? new(), name, metadata);
                var id = violations.OptionalId(
                    "network_resource_id", request.HasNetworkResourceId, request.NetworkResourceId);
                violations.ThrowIfAny();
                var link = await engine.AskAsync(
                    new AllocateVirtualLink(id is null ? null : new VirtualLinkId(id), network), call, about, Network);
                response.NetworkData = NetworkMapping.ToProto(link);
                break;
            case NetworkResourceType.Subnet:
                const string Subnet = "type_subnet_data";
                var subnetData = request.TypeSubnetData ?? new();
                var subnet = reader.Subnet(Subnet, subnetData, name, metadata);
                violations.ThrowIfAny();
                var madeSubnet = await engine.AskAsync(
                    new CreateSubnet(new VirtualLinkId(subnetData.NetworkId), subnet), call, about, Subnet);
                response.SubnetData = NetworkMapping.ToProto(madeSubnet, GroupOf(madeSubnet.Link));
                break;
            case NetworkResourceType.NetworkPort:
                const string Port = "type_network_port_data";
                var portData = request.TypeNetworkPortData ?? new();
                var port = reader.Port(Port, portData, name, metadata);
                violations.ThrowIfAny();
                var madePort = await engine.AskAsync(
                    new CreatePort(new VirtualLinkId(portData.NetworkId), port), call, about, Port);
                response.NetworkPortData = NetworkMapping.ToProto(madePort, GroupOf(madePort.Link));
                break;
            default:
                violations.ThrowIfAny();
                throw ErrorTable.Refusal(NetworkRequests.NotOffered(request.NetworkResourceType));
        }

        return response;
    }

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

    private string GroupOf(VirtualLinkId link) =>
        engine.Views.VirtualLinks.Find(link.Value)?.State.ResourceGroup.Value ?? "";
}
