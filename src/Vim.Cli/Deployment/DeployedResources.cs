using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Cli.Client;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Cli.Deployment;

/// <summary>What there is of a deployment.</summary>
internal sealed record DeployedResources
{
    public required IReadOnlyList<VirtualCompute> Computes { get; init; }

    public required NetworkResources Networks { get; init; }

    public required IReadOnlyList<VirtualComputeFlavour> Flavours { get; init; }

    public required IReadOnlyList<AffinityOrAntiAffinityConstraintsGroup> Groups { get; init; }

    /// <summary>Asks the VIM for everything that carries the deployment's mark.</summary>
    public static async Task<DeployedResources> FindAsync(
        VimClient client, string deployment, CancellationToken cancellationToken)
    {
        var marked = Filters.Equal(DeploymentMarks.Attribute, deployment);
        var groups = await client.GroupsAsync(Filters.Containing("groupName", $"{deployment}/"), cancellationToken);
        return new DeployedResources
        {
            Computes = await client.ComputesAsync(marked, cancellationToken),
            Networks = await client.NetworksAsync(marked, cancellationToken),
            Flavours = await client.FlavoursAsync(marked, cancellationToken),
            Groups = [.. groups.Where(group => group.GroupName.StartsWith($"{deployment}/", StringComparison.Ordinal))],
        };
    }

    /// <summary>The runs that resources belong to, that with most resources first.</summary>
    public IReadOnlyList<string> Runs() => [.. Marks(DeploymentMarks.RunKey)];

    /// <summary>Digests of what was deployed.</summary>
    public IReadOnlyList<string> Digests() => [.. Marks(DeploymentMarks.DigestKey)];

    private IEnumerable<string> Marks(string key) => Metadata()
        .Select(metadata => DeploymentMarks.Read(metadata, key))
        .OfType<string>()
        .GroupBy(mark => mark, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.Key);

    private IEnumerable<RepeatedField<KeyValuePair>> Metadata() =>
    [
        .. Computes.Select(compute => compute.Metadata),
        .. Networks.Networks.Select(network => network.Metadata),
        .. Networks.Subnets.Select(subnet => subnet.Metadata),
        .. Networks.Ports.Select(port => port.Metadata),
        .. Flavours.Select(flavour => flavour.Metadata),
    ];
}
