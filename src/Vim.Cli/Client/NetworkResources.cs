using Nfv.OrVi.V1;

namespace Vim.Cli.Client;

/// <summary>What a query of networks gives: the three kinds of network resources.</summary>
internal sealed class NetworkResources
{
    public List<VirtualNetwork> Networks { get; } = [];

    public List<NetworkSubnet> Subnets { get; } = [];

    public List<VirtualNetworkPort> Ports { get; } = [];
}
