namespace Vim.Descriptors.Model;

/// <summary>One kind of virtualised compute resource (SOL001: a VDU) and how many of it.</summary>
public sealed record Compute
{
    /// <summary>Name, unique in the deployment. With <see cref="Count"/> above 1 the instances are told apart by the
    /// deployer.</summary>
    public required string Name { get; init; }

    /// <summary>Name of a flavour of the deployment, or one of <see cref="VnfDeployment.ExistingFlavours"/>.</summary>
    public required string FlavourName { get; init; }

    /// <summary>Name of an image of the deployment; null when it boots from no image (a volume, the network).</summary>
    public string? ImageName { get; init; }

    /// <summary>vNICs in guest order.</summary>
    public IReadOnlyList<Vnic> Vnics { get; init; } = [];

    /// <summary>Resource zone to place it in; null leaves the choice to the VIM.</summary>
    public string? Zone { get; init; }

    /// <summary>Text handed to the guest at its first boot; null for none.</summary>
    public string? UserData { get; init; }

    /// <summary>True when user data and metadata must reach the guest on a drive; null leaves the way to the
    /// VIM.</summary>
    public bool? ConfigDrive { get; init; }

    /// <summary>Metadata the guest can read.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the affinity groups it belongs to.</summary>
    public IReadOnlyList<string> AffinityGroups { get; init; } = [];

    /// <summary>How many to allocate, 1 to 1,000.</summary>
    public int Count { get; init; } = 1;
}
