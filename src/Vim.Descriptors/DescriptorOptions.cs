namespace Vim.Descriptors;

/// <summary>What the deployer adds to a descriptor.</summary>
public sealed record DescriptorOptions
{
    /// <summary>Nothing added.</summary>
    public static DescriptorOptions None { get; } = new();

    /// <summary>Values of parameters (HOT), inputs (TOSCA) or template variables (openvim); they win over companions
    /// and defaults. A name that the descriptor does not have is an error.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>What to bind virtual links to, by the link's name in the deployment. A name that the deployment does
    /// not have is an error.</summary>
    public IReadOnlyDictionary<string, NetworkBinding> NetworkBindings { get; init; } =
        new Dictionary<string, NetworkBinding>();

    /// <summary>Bounds on what is read.</summary>
    public DescriptorLimits Limits { get; init; } = DescriptorLimits.Default;
}
