using System.Numerics;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Fitting;

/// <summary>Searches for parts of a request, so that a refusal can tell which of them fit.</summary>
internal sealed partial class HostFit
{
    /// <summary>
    /// Searches for NUMA nodes alone: functions, devices, floating memory and storage left out of account.
    /// </summary>
    public bool FitNodes(HostState host, Demand demand)
    {
        StartNodes(host, demand);
        return FindCandidates(NodeOrder.LeastLeft) && Search();
    }

    /// <summary>
    /// Searches for a fit of the NUMA nodes with the first so many functions and device demands only.
    /// </summary>
    public bool FitPart(HostState host, Demand demand, int functionCount, int deviceCount)
    {
        Start(host, demand, demand.PreferenceCount, default, ignoreFunctions: false);
        return FindCandidates(NodeOrder.LeastLeft)
            && Functions.Prepare(host, demand.Functions, functionCount)
            && Devices.Prepare(host, demand.Devices, deviceCount)
            && Search();
    }

    /// <summary>The most guest NUMA nodes of a request that fit at once, by <see cref="FitNodes"/>.</summary>
    public int MostNodes(HostState host, Demand demand)
    {
        StartNodes(host, demand);
        FindCandidates(NodeOrder.LeastLeft);
        var most = 0;
        for (var guests = 1UL; guests < 1UL << demand.NodeCount; guests++)
        {
            Budget.StartHost();
            if (BitOperations.PopCount(guests) > most && SearchNodes(guests))
            {
                most = BitOperations.PopCount(guests);
            }
        }

        return most;
    }

    private void StartNodes(HostState host, Demand demand)
    {
        Start(host, demand, remoteBudget: 0, default, ignoreFunctions: true);
        Functions.Prepare(host, [], 0);
        Devices.Prepare(host, [], 0);
    }
}
