using Vim.Domain.Epa;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>One request of the trace.</summary>
/// <param name="Guest">What it asks of its server.</param>
/// <param name="Strategy">Of its group; null where it has none.</param>
/// <param name="Group">Number among the groups of its strategy; -1 where it has none.</param>
/// <param name="FaultDomain">Its fault domain in the group; -1 where the strategy has none.</param>
internal sealed record TopoRequest(ComputeRequirements Guest, GroupStrategy? Strategy, int Group, int FaultDomain);

/// <summary>How the members of a group stand to each other.</summary>
internal enum GroupStrategy
{
    /// <summary>
    /// In one rack: groups of more than a dozen guests of 32 vCPUs rule out one server, which has 170 CPUs at most.
    /// </summary>
    Affinity,

    /// <summary>Each on a server of its own.</summary>
    AntiAffinity,

    /// <summary>Those of different fault domains in different racks; those of one domain where they like.</summary>
    FaultDomain,
}
