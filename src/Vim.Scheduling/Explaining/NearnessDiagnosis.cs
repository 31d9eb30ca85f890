using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>Everything is there on a host; is it near enough?</summary>
internal sealed class NearnessDiagnosis(Demand demand, HostFit fit, Findings found)
{
    /// <summary>What is told where a search did not come to its end.</summary>
    public const string Ended = "the search was ended before it was complete";

    private readonly int _all = demand.Functions.Length + demand.Devices.Length;

    public void Find(HostState host)
    {
        if (_all == 0 || Fits(host, _all))
        {
            return;
        }

        var detail = fit.Budget.IsEnded ? Ended : "";
        var most = 0;
        while (most < _all && Fits(host, most + 1))
        {
            most++;
        }

        found.Of(Dimension.PciNumaAffinity, detail, _all, "PCI demands, hardest first").Check(found, most);
    }

    private bool Fits(HostState host, int count) => fit.FitPart(
        host,
        demand,
        Math.Min(count, demand.Functions.Length),
        Math.Max(0, count - demand.Functions.Length));
}
