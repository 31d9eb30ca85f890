using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Places requests by packing, and audits what comes of it.</summary>
public abstract class PlacingExamples
{
    private protected Placer Placer { get; } = new();

    private protected HostPlacement Book(ZoneLedger ledger, string compute, ComputeRequirements wanted)
    {
        var request = For(compute, wanted);
        var result = Placer.Place(ledger, request, PlacementPolicy.Pack);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        Assert.Empty(
            ClaimAudit.CheckPlacement(ledger.FindHost(result.Placement.Host)!.Inventory, request, result.Placement));
        ledger.Apply(request.Compute, result.Placement, []);
        Assert.Empty(ledger.AuditHost(result.Placement.Host));
        return result.Placement;
    }

    private protected Infeasible Refuse(ZoneLedger ledger, ComputeRequirements wanted)
    {
        var result = Placer.Place(ledger, For("refused", wanted), PlacementPolicy.Pack);
        Assert.False(result.IsFeasible);
        return result.Infeasible;
    }
}
