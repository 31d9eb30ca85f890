using Nfv.OrVi.V1;

namespace Vim.Cli.Deployment;

/// <summary>What a run came to.</summary>
internal sealed record DeployResult
{
    public required string Name { get; init; }

    public required string Run { get; init; }

    /// <summary>In the order of the plan.</summary>
    public required IReadOnlyList<VirtualCompute> Computes { get; init; }

    /// <summary>Computes that a run before had made.</summary>
    public required int FoundCount { get; init; }

    /// <summary>Network ids by name.</summary>
    public required IReadOnlyDictionary<string, string> Networks { get; init; }

    /// <summary>Flavour ids by name.</summary>
    public required IReadOnlyDictionary<string, string> Flavours { get; init; }
}
