using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Whether a guest fits a host, as Nova decides it with a fresh view of the host, against table, ledger and placer.
/// Which of several cells and CPUs it gets is policy and not compared; that it gets what was asked for is proved by
/// the audit, and that the ledger counts as Nova does by booking Nova's own choice.
/// </summary>
public sealed class FitVectorTests
{
    [Fact]
    public void A_guest_fits_a_host_where_it_does_in_Nova()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("fit"))
        {
            if (Compare(item) is { } difference)
            {
                found[item.Id] = difference;
            }
        }

        Differences.Check("fit-", found);
    }

    private static string? Compare(VectorCase item)
    {
        var flavour = new NovaFlavour(item.Input.GetProperty("flavor"), image: null);
        if (flavour.Refusals.Count > 0)
        {
            return $"is refused: {string.Join("; ", flavour.Refusals)}";
        }

        if (flavour.Compare(item.Input.GetProperty("instance").Items("cells")) is { } cells)
        {
            return cells;
        }

        var networks = item.Input.Find("limits") is null ? null : item.Input.Find("network_metadata");
        var (ledger, _) = LedgerOf(item, flavour, networks);
        var request = new PlacementRequest
        {
            Compute = new("guest"),
            Requirements = flavour.Requirements.Plus(item.Input.Find("pci_requests"), networks),
        };
        var result = new Placer().Place(ledger, request, PlacementPolicy.Pack);
        var feasible = item.Root.GetProperty("checks").GetProperty("feasible_with_fresh_cells").GetBoolean();
        if (result.IsFeasible != feasible)
        {
            return result.IsFeasible ? $"fits; Nova: no" : $"{result.Infeasible}; Nova: fits";
        }

        return feasible ? CheckPlacement(ledger, request, result.Placement!) ?? CompareUsage(item, ledger) : null;
    }

    private static (ZoneLedger Ledger, NovaHost Host) LedgerOf(
        VectorCase item, NovaFlavour flavour, System.Text.Json.JsonElement? networks)
    {
        var host = new NovaHost(item.Input.Items("host"), flavour.Requirements.CpuPolicy == CpuPolicy.Shared);
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        ledger.PutHost(
            host.Inventory(item.Input.Find("limits"))
                .WithPools(item.Input.Find("pci_pools"))
                .WithNetworks(item.Input.Items("host"), networks),
            HostAvailability.Enabled);
        ledger.Restore(new("others"), host.Usage(), []);
        return (ledger, host);
    }

    private static string? CheckPlacement(ZoneLedger ledger, PlacementRequest request, HostPlacement placement)
    {
        ledger.Apply(request.Compute, placement, []);
        var violations = ClaimAudit.CheckPlacement(ledger.FindInventory(placement.Host)!, request, placement);
        ledger.Release(request.Compute);
        return violations.Count == 0 ? null : string.Join("; ", violations);
    }

    private static string? CompareUsage(VectorCase item, ZoneLedger ledger)
    {
        if (item.Answer.Find("host_usage_after") is not { ValueKind: System.Text.Json.JsonValueKind.Array } after
            || item.Answer.Find("placement") is not { } placement
            || ledger.FindInventory(new(NovaHost.Id))!.DedicatedCpus.IsEmpty)
        {
            return null;
        }

        ledger.Restore(new("guest"), NovaPlacement.Read(placement, item.Input.Items("host")), []);
        return NovaPlacement.Compare(ledger, after.EnumerateArray());
    }
}
