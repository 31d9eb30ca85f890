using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// What a request may use of the NUMA nodes of one host, by groups of socket scope. The default limits nothing.
/// </summary>
/// <param name="Closed">Nodes that it may not use, as bits.</param>
/// <param name="OneSocket">Whether those that it uses must be on one socket; then nodes on several are closed.</param>
internal readonly record struct NodeLimits(ulong Closed, bool OneSocket)
{
    /// <summary>Whether they bear on a request of so many guest NUMA nodes that a host allows.</summary>
    public bool Bind(int nodeCount) => (Closed != 0 && nodeCount > 0) || (OneSocket && nodeCount > 1);

    /// <summary>
    /// Whether a host has anything left: a node for a guest of NUMA nodes; every socket for one that floats, as it is
    /// on all of them.
    /// </summary>
    public bool Leave(NodeSockets sockets, bool floats) => floats
        ? (Closed & sockets.OnAny) == 0 && !(OneSocket && sockets.Count > 1)
        : (sockets.OnAny & ~Closed) != 0;

    /// <summary>Both of them.</summary>
    public NodeLimits And(NodeLimits other) => new(Closed | other.Closed, OneSocket || other.OneSocket);
}
