using System.Collections.Immutable;
using Nfv.OrVi.V1;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.VirtualLinks;
using Vim.Northbound.OrVi.Errors;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>
/// One Allocate Virtualised Network Resource operation (IFA 005 7.4.1.2): makes a network, a subnet or a port.
/// </summary>
internal sealed class NetworkAllocation(
    EngineCalls engine, AllocateVirtualisedNetworkResourceRequest request, RpcServerCall call)
{
    private readonly Violations _violations = new();

    public async ValueTask<AllocateVirtualisedNetworkResourceResponse> RunAsync()
    {
        _violations.Id("resource_group_id", request.ResourceGroupId);
        _violations.NotSupported(request.HasReservationId, "reservation_id");
        _violations.NotSupported(
            request.AffinityOrAntiAffinityConstraints.Count > 0, "affinity_or_anti_affinity_constraints");
        _violations.NotSupported(request.LocationConstraints is not null, "location_constraints");
        NetworkRequests.CheckType(request, _violations);
        var about = RequestContext.Of(request.ResourceGroupId, request.IdempotencyKey, _violations);
        var name = _violations.Text("network_resource_name", request.NetworkResourceName);
        var metadata = MetadataMapping.ToDomain(_violations.Pairs("meta_data", request.MetaData));
        switch (request.NetworkResourceType)
        {
            case NetworkResourceType.Network:
                return new() { NetworkData = await MakeNetworkAsync(name, metadata, about) };
            case NetworkResourceType.Subnet:
                return new() { SubnetData = await MakeSubnetAsync(name, metadata, about) };
            case NetworkResourceType.NetworkPort:
                return new() { NetworkPortData = await MakePortAsync(name, metadata, about) };
            default:
                _violations.ThrowIfAny();
                throw ErrorTable.Refusal(NetworkRequests.NotOffered(request.NetworkResourceType));
        }
    }

    private async ValueTask<VirtualNetwork> MakeNetworkAsync(
        string name, ImmutableArray<MetadataEntry> metadata, RequestContext about)
    {
        const string At = "type_network_data";
        var network = new NetworkReader(_violations).Network(
            At, request.TypeNetworkData ?? new(), name, metadata);
        var id = _violations.OptionalId(
            "network_resource_id", request.HasNetworkResourceId, request.NetworkResourceId);
        _violations.ThrowIfAny();
        var made = await engine.AskAsync(
            new AllocateVirtualLink(id is null ? null : new VirtualLinkId(id), network), call, about, At);
        return NetworkMapping.ToProto(made);
    }

    private async ValueTask<NetworkSubnet> MakeSubnetAsync(
        string name, ImmutableArray<MetadataEntry> metadata, RequestContext about)
    {
        const string At = "type_subnet_data";
        var data = request.TypeSubnetData ?? new();
        var subnet = new NetworkReader(_violations).Subnet(At, data, name, metadata);
        _violations.ThrowIfAny();
        var made = await engine.AskAsync(
            new CreateSubnet(new VirtualLinkId(data.NetworkId), subnet), call, about, At);
        return NetworkMapping.ToProto(made, GroupOf(made.Link));
    }

    private async ValueTask<VirtualNetworkPort> MakePortAsync(
        string name, ImmutableArray<MetadataEntry> metadata, RequestContext about)
    {
        const string At = "type_network_port_data";
        var data = request.TypeNetworkPortData ?? new();
        var port = new NetworkReader(_violations).Port(At, data, name, metadata);
        _violations.ThrowIfAny();
        var made = await engine.AskAsync(
            new CreatePort(new VirtualLinkId(data.NetworkId), port), call, about, At);
        return NetworkMapping.ToProto(made, GroupOf(made.Link));
    }

    private string GroupOf(VirtualLinkId link) =>
        engine.Views.VirtualLinks.Find(link.Value)?.State.ResourceGroup.Value ?? "";
}
