namespace Vim.Descriptors.Model;

/// <summary>
/// What one VNF descriptor asks of the infrastructure, whatever language it was written in. It holds demands only:
/// every one of them is to be honoured or refused by the VIM, none may be dropped.
/// </summary>
public sealed record VnfDeployment
{
    /// <summary>The VNF's name; unique among the deployments of a tenant only by convention.</summary>
    public required string Name { get; init; }

    /// <summary>The language the descriptor was written in.</summary>
    public required DescriptorFormat Format { get; init; }

    /// <summary>Flavours to create. A compute may also name a flavour that the VIM has already
    /// (<see cref="ExistingFlavours"/>).</summary>
    public IReadOnlyList<Flavour> Flavours { get; init; } = [];

    /// <summary>Names of flavours that computes use, that the descriptor does not define, and that must be in the
    /// VIM's catalogue already.</summary>
    public IReadOnlyList<string> ExistingFlavours { get; init; } = [];

    /// <summary>Images the computes boot from; each must be in the VIM's image store before the deployment.</summary>
    public IReadOnlyList<ImageReference> Images { get; init; } = [];

    /// <summary>
    /// Every virtual link that a vNIC names, to create or existing (<see cref="VirtualLink.Origin"/>).
    /// </summary>
    public IReadOnlyList<VirtualLink> VirtualLinks { get; init; } = [];

    /// <summary>
    /// Affinity and anti-affinity groups; computes name them in <see cref="Compute.AffinityGroups"/>.
    /// </summary>
    public IReadOnlyList<AffinityGroup> AffinityGroups { get; init; } = [];

    /// <summary>The computes to allocate, in the descriptor's order. Empty when the file describes a flavour
    /// only.</summary>
    public IReadOnlyList<Compute> Computes { get; init; } = [];

    /// <summary>What the descriptor says and the VIM does not deploy, each with its place: nothing is left out in
    /// silence. A note never concerns a demand on placement of a compute, except where it says so.</summary>
    public IReadOnlyList<DeploymentNote> Notes { get; init; } = [];
}
