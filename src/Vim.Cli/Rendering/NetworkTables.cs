using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Deployment;
using Vim.Cli.Output;

namespace Vim.Cli.Rendering;

/// <summary>Networks, subnets and ports, one line each.</summary>
internal static class NetworkTables
{
    public static void Write(Screen screen, NetworkResources found, bool isWide)
    {
        WriteNetworks(screen, found.Networks, isWide);
        if (found.Subnets.Count > 0)
        {
            screen.Line();
            WriteSubnets(screen, found.Subnets);
        }

        if (found.Ports.Count > 0)
        {
            screen.Line();
            WritePorts(screen, found.Ports);
        }
    }

    private static void WriteNetworks(Screen screen, List<VirtualNetwork> networks, bool isWide)
    {
        var table = new TextTable(
            new Column("NETWORK"), new Column("NAME"), new Column("DEPLOYMENT"), new Column("TYPE"),
            new Column("SEGMENT"),
            new Column("PHYSICAL NETWORK"), new Column("SUBNETS", Right: true), new Column("SHARED", Wide: true),
            new Column("TENANT", Wide: true), new Column("STATE", Wide: true));
        foreach (var network in networks)
        {
            table.Add(
                network.NetworkResourceId,
                Or(network.NetworkResourceName),
                Or(DeploymentMarks.Read(network.Metadata, DeploymentMarks.DeploymentKey)),
                Or(network.NetworkType),
                Or(network.SegmentationId),
                Or(network.ProviderNetwork),
                Units.Count(network.Subnet.Count),
                network.IsShared ? "yes" : "no",
                Or(network.ResourceGroupId),
                Words.Of(network.OperationalState));
        }

        table.Write(screen, isWide, "no networks");
    }

    private static void WriteSubnets(Screen screen, List<NetworkSubnet> subnets)
    {
        var table = new TextTable(
            new Column("SUBNET"), new Column("NAME"), new Column("NETWORK"), new Column("CIDR"), new Column("GATEWAY"),
            new Column("DHCP"));
        foreach (var subnet in subnets)
        {
            table.Add(
                subnet.ResourceId, Or(subnet.NetworkResourceName), Or(subnet.NetworkId), Or(subnet.Cidr),
                Or(subnet.GatewayIp), subnet.IsDhcpEnabled ? "yes" : "no");
        }

        table.Write(screen, isWide: true, "no subnets");
    }

    private static void WritePorts(Screen screen, List<VirtualNetworkPort> ports)
    {
        var table = new TextTable(
            new Column("PORT"), new Column("NETWORK"), new Column("MAC"), new Column("ADDRESSES"),
            new Column("ATTACHED TO"));
        foreach (var port in ports)
        {
            table.Add(
                port.ResourceId, Or(port.NetworkId), Or(port.MacAddress), Or(string.Join(", ", port.IpAddress)),
                Or(port.AttachedResourceId));
        }

        table.Write(screen, isWide: true, "no ports");
    }

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "-" : text;
}
