using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Nfv.OrVi.V1;
using Vim.Cli.Errors;

namespace Vim.Cli.Client;

/// <summary>A network as an operator asks for it.</summary>
internal sealed record NetworkWish(
    string Name, string? PhysicalNetwork, string? Type, string? Segment, bool IsShared, IReadOnlyList<string> Cidrs);

/// <summary>Makes a network with its subnets, unless there is one of this name.</summary>
internal sealed class NetworkMaker(VimClient client, string tenant)
{
    /// <summary>Id of the network.</summary>
    /// <exception cref="CliException">There is another network of this name.</exception>
    public async Task<string> MakeAsync(NetworkWish wish, CancellationToken cancellationToken)
    {
        var there = await client.NetworksAsync(Filters.Equal("networkResourceName", wish.Name), cancellationToken);
        if (there.Networks.Count > 0)
        {
            throw CliException.Conflict(
                $"there is a network {wish.Name} already: {there.Networks[0].NetworkResourceId}",
                $"use it, choose another name, or remove it: vimctl network delete {wish.Name}");
        }

        var life = Guid.NewGuid().ToString("N");
        var answer = await client.CallAsync(OrVi.AllocateNetwork, NetworkRequest(wish, life), cancellationToken);
        var id = answer.NetworkData.NetworkResourceId;
        foreach (var cidr in wish.Cidrs)
        {
            await client.CallAsync(OrVi.AllocateNetwork, SubnetRequest(wish, life, id, cidr), cancellationToken);
        }

        return id;
    }

    private AllocateVirtualisedNetworkResourceRequest NetworkRequest(NetworkWish wish, string life)
    {
        var data = new VirtualNetworkData { Bandwidth = new DataRate(), IsShared = wish.IsShared };
        if (wish.PhysicalNetwork is { } physical)
        {
            data.ProviderNetwork = physical;
        }

        if (wish.Type is { } type)
        {
            data.NetworkType = type;
        }

        if (wish.Segment is { } segment)
        {
            data.SegmentationId = segment;
        }

        var request = new AllocateVirtualisedNetworkResourceRequest
        {
            NetworkResourceName = wish.Name,
            NetworkResourceType = NetworkResourceType.Network,
            TypeNetworkData = data,
            ResourceGroupId = tenant,
        };
        request.IdempotencyKey = KeyOf(request, life);
        return request;
    }

    private AllocateVirtualisedNetworkResourceRequest SubnetRequest(
        NetworkWish wish, string life, string networkId, string cidr)
    {
        var request = new AllocateVirtualisedNetworkResourceRequest
        {
            NetworkResourceName = $"{wish.Name}-{cidr}",
            NetworkResourceType = NetworkResourceType.Subnet,
            TypeSubnetData = new NetworkSubnetData
            {
                NetworkId = networkId,
                Cidr = cidr,
                IpVersion = cidr.Contains(':', StringComparison.Ordinal) ? IpVersion.Ipv6 : IpVersion.Ipv4,
            },
            ResourceGroupId = tenant,
        };
        request.IdempotencyKey = KeyOf(request, life);
        return request;
    }

    private static string KeyOf(IMessage request, string life) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(life), .. request.ToByteArray()]));
}
