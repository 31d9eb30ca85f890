using Nfv.OrVi.V1;
using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Mapping;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>What holds for allocations of every network resource type (IFA 005 7.4.1.2).</summary>
internal static class NetworkRequests
{
    /// <summary>The data of the type asked for must be there, that of the others must not.</summary>
    public static void CheckType(AllocateVirtualisedNetworkResourceRequest request, Violations violations)
    {
        var type = request.NetworkResourceType;
        violations.If(
            type == NetworkResourceType.Unspecified || !Enum.IsDefined(type),
            "network_resource_type",
            "must be given: NETWORK, SUBNET or NETWORK_PORT");
        Belongs(NetworkResourceType.Network, request.TypeNetworkData is not null, "type_network_data");
        Belongs(NetworkResourceType.Subnet, request.TypeSubnetData is not null, "type_subnet_data");
        Belongs(NetworkResourceType.NetworkPort, request.TypeNetworkPortData is not null, "type_network_port_data");
        Belongs(NetworkResourceType.Trunk, request.TypeTrunkData is not null, "type_trunk_data");
        Belongs(
            NetworkResourceType.RoutingResource,
            request.TypeRoutingResourceData is not null,
            "type_routing_resource_data");
        violations.If(
            request.HasNetworkResourceId && type is NetworkResourceType.Subnet or NetworkResourceType.NetworkPort
                && request.HasNetworkResourceId,
            "network_resource_id",
            "can be chosen for networks only");

        void Belongs(NetworkResourceType owner, bool given, string field)
        {
            violations.If(given && type != owner, field, $"is for {EtsiWords.Of(owner)} only");
            violations.If(!given && type == owner, field, $"must be given for {EtsiWords.Of(owner)}");
        }
    }

    public static VimError NotOffered(NetworkResourceType type) => new()
    {
        Code = ErrorCodes.NotSupported,
        Message = $"{EtsiWords.Of(type)} is not offered; NETWORK, SUBNET and NETWORK_PORT are",
    };
}
