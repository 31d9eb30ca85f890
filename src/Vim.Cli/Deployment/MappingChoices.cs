namespace Vim.Cli.Deployment;

/// <summary>What the deployer decides beyond the descriptor.</summary>
internal sealed record MappingChoices
{
    /// <summary>Name of the deployment; null: that of the VNF.</summary>
    public string? Name { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Zone of every compute, whatever the descriptor says; null: as it says.</summary>
    public string? Zone { get; init; }

    /// <summary>
    /// Deploy without those demands that the VIM does not know and a VNF can do without; each is told.
    /// </summary>
    public bool LeaveOutUnsupported { get; init; }
}

/// <summary>A demand of the descriptor that Or-Vi has no word for.</summary>
/// <param name="Where">Resource and attribute.</param>
/// <param name="Demand">What is asked.</param>
/// <param name="MayBeLeftOut">Whether the VNF can do without it, if the deployer says so.</param>
internal sealed record UnsupportedDemand(string Where, string Demand, bool MayBeLeftOut);
