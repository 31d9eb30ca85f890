using Nfv.OrVi.V1;

namespace Vim.Cli.Deployment;

/// <summary>
/// What to ask over Or-Vi to deploy a VNF. Where a request needs the id of another resource it holds that resource's
/// name in the deployment: ids are known only when the deployment runs.
/// </summary>
internal sealed record DeploymentPlan
{
    public required string Name { get; init; }

    /// <summary>Resource group that everything is made for.</summary>
    public required string Tenant { get; init; }

    /// <summary>Images that computes boot from, as they would be registered.</summary>
    public required IReadOnlyList<PlannedImage> Images { get; init; }

    public required IReadOnlyList<PlannedNetwork> Networks { get; init; }

    /// <summary>Names of networks that must exist.</summary>
    public required IReadOnlyList<string> ExistingNetworks { get; init; }

    public required IReadOnlyList<PlannedFlavour> Flavours { get; init; }

    /// <summary>Names of flavours that must exist.</summary>
    public required IReadOnlyList<string> ExistingFlavours { get; init; }

    public required IReadOnlyList<PlannedGroup> Groups { get; init; }

    public required IReadOnlyList<PlannedCompute> Computes { get; init; }

    /// <summary>What is told to the user before anything is done.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>An image by its name.</summary>
internal sealed record PlannedImage(string Name, AddImageRequest Request);

/// <summary>A network with its subnets.</summary>
internal sealed record PlannedNetwork(
    string Name,
    AllocateVirtualisedNetworkResourceRequest Request,
    IReadOnlyList<AllocateVirtualisedNetworkResourceRequest> Subnets);

/// <summary>A flavour; with <paramref name="BasedOn"/>, that flavour of the catalogue with vNICs added.</summary>
internal sealed record PlannedFlavour(string Name, CreateComputeFlavourRequest Request, string? BasedOn);

/// <summary>An affinity or anti-affinity group.</summary>
internal sealed record PlannedGroup(
    string Name, CreateComputeResourceAffinityOrAntiAffinityConstraintsGroupRequest Request);

/// <summary>One compute, with the ports that its vNICs need.</summary>
internal sealed record PlannedCompute(
    string Name,
    AllocateVirtualisedComputeResourceRequest Request,
    IReadOnlyList<AllocateVirtualisedNetworkResourceRequest> Ports);
