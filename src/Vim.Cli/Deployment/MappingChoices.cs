namespace Vim.Cli.Deployment;

/// <summary>What the deployer decides beyond the descriptor.</summary>
internal sealed record MappingChoices
{
    /// <summary>Name of the deployment; null: that of the VNF.</summary>
    public string? Name { get; init; }

    public required string Tenant { get; init; }

    /// <summary>Where every compute is to be; a zone of it counts more than the descriptor's.</summary>
    public Location Location { get; init; } = new(null, [], []);

    /// <summary>Reservation whose places every compute takes; null: none.</summary>
    public string? Reservation { get; init; }

    /// <summary>Priority of every compute.</summary>
    public int Priority { get; init; }

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
