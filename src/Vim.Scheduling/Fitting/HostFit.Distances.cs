using Vim.Scheduling.Demands;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// Guests of several NUMA nodes on hosts that tell distances (ACPI SLIT). Whether a guest fits is found without a
/// limit; once it does, the least limit is looked for under which it still does.
/// </summary>
internal sealed partial class HostFit
{
    private const int NoLimit = -1;
    private int _level = NoLimit;

    /// <summary>Shows a visitor the fits whose nodes are all within a level of each other.</summary>
    public void FitWithin(
        Ledger.HostState host,
        Demand demand,
        NodeOrder order,
        int level,
        NodeLimits limits,
        IFitVisitor visitor)
    {
        Start(host, demand, remoteBudget: 0, limits, ignoreFunctions: false);
        _visitor = visitor;
        _level = level;
        _ = HasTotals(host, demand)
            && FindCandidates(order)
            && Functions.Prepare(host, demand.Functions, demand.Functions.Length)
            && Devices.Prepare(host, demand.Devices, demand.Devices.Length)
            && Search();
    }

    /// <summary>After a fit was found: finds the first of those whose nodes are nearest to each other.</summary>
    private bool MoveTogether()
    {
        var distances = _host.Shape.Distances;
        if (distances.LevelCount < 2)
        {
            return true;
        }

        var found = distances.LevelOf(NodeOf);
        var allowance = Budget.Allowance;
        for (_level = 0; _level < found; _level++)
        {
            Budget.StartHost();
            if (SearchAll())
            {
                return true;
            }
        }

        // None is nearer: the same search as before finds the same fit again.
        _level = NoLimit;
        Budget.StartHost(allowance);
        return found == 0 || SearchAll();
    }

    /// <summary>Host nodes that may be used beside a node.</summary>
    private ulong Near(int node) =>
        ~(1UL << node)
        & (_level == NoLimit ? ulong.MaxValue : _host.Shape.Distances.Within(_level, node))
        & (_limits.OneSocket ? _host.Shape.Sockets.Near(node) : ulong.MaxValue);
}
