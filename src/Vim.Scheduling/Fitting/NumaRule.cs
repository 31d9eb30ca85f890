using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>Whether a function on a NUMA node is near enough to a guest.</summary>
internal static class NumaRule
{
    /// <summary>Applies a rule that binds (not preferred).</summary>
    /// <param name="nearness">The rule.</param>
    /// <param name="shape">The host.</param>
    /// <param name="node">Node index of the function; -1 where the firmware tells none.</param>
    /// <param name="nodes">The guest's nodes, as bits.</param>
    /// <param name="tied">For a tie: the nodes it may be on.</param>
    public static bool Allows(Nearness nearness, HostShape shape, int node, ulong nodes, ulong tied) => nearness switch
    {
        Nearness.Legacy => node < 0 || (nodes >> node & 1) != 0,
        Nearness.Required => node >= 0 && (nodes >> node & 1) != 0,
        Nearness.Socket => node >= 0 && (shape.Sockets.Near(node) & nodes) != 0,
        Nearness.Tied => node >= 0 && (tied >> node & 1) != 0,
        _ => true,
    };
}
