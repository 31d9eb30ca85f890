using System.Text.Json;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>
/// Boots and deletes on one host. Each boot is asked of the ledger as Nova's host then was; where Nova placed the
/// guest, Nova's own choice is booked, so that the next question meets the same host, and the ledger is compared with
/// the usage that Nova recorded after each step.
/// </summary>
public sealed class SequenceVectorTests
{
    [Fact]
    public void Boots_and_deletes_go_as_in_Nova()
    {
        var found = new Dictionary<string, string>();
        foreach (var item in VectorFile.Read("sequence"))
        {
            new Replay(item, found).Run();
        }

        Differences.Check("seq-", found);
    }

    private sealed class Replay
    {
        private readonly VectorCase _item;
        private readonly Dictionary<string, string> _found;
        private readonly JsonElement[] _cells;
        private readonly Placer _placer = new();
        private readonly Dictionary<string, HostPlacement> _running = [];

        public Replay(VectorCase item, Dictionary<string, string> found)
        {
            _item = item;
            _found = found;
            _cells = [.. item.Input.Items("host")];
        }

        public void Run()
        {
            // On an older host the CPUs of a guest are of the kind it wants: two ledgers with one history.
            var (shared, dedicated) = (LedgerFor(wantsShared: true), LedgerFor(wantsShared: false));
            foreach (var (index, step) in _item.Root.GetProperty("steps").EnumerateArray().Index())
            {
                var difference = step.GetProperty("op").GetString() == "delete"
                    ? Delete(step, shared, dedicated)
                    : Boot(step, shared, dedicated);
                difference ??= NovaPlacement.Compare(dedicated, step.Items("host_after"));
                if (difference is not null)
                {
                    _found[$"{_item.Id}/{index}"] = difference;
                }
            }
        }

        private ZoneLedger LedgerFor(bool wantsShared)
        {
            var host = new NovaHost(_cells, wantsShared);
            var ledger = new ZoneLedger(CaseGenerator.Zone);
            ledger.PutHost(host.Inventory(_item.Input.Find("limits")), HostAvailability.Enabled);
            return ledger;
        }

        private string? Boot(JsonElement step, ZoneLedger shared, ZoneLedger dedicated)
        {
            var id = step.GetProperty("vm").GetString()!;
            var flavour = new NovaFlavour(step.GetProperty("flavor"), image: null);
            var difference = flavour.Refusals.Count > 0
                ? $"is refused: {string.Join("; ", flavour.Refusals)}"
                : Ask(
                    step,
                    flavour.Requirements,
                    flavour.Requirements.CpuPolicy == CpuPolicy.Shared ? shared : dedicated);
            if (step.GetProperty("fits").GetBoolean() && step.Find("not_applied") is null)
            {
                var placement = NovaPlacement.Read(step.GetProperty("placement"), _cells);
                _running[id] = placement;
                shared.Restore(new(id), placement, []);
                dedicated.Restore(new(id), placement, []);
            }

            return difference;
        }

        private string? Ask(JsonElement step, ComputeRequirements wanted, ZoneLedger ledger)
        {
            var request = new PlacementRequest { Compute = new("asked"), Requirements = wanted };
            var result = _placer.Place(ledger, request, PlacementPolicy.Pack);
            var fits = step.GetProperty("fits").GetBoolean();
            if (result.IsFeasible != fits)
            {
                return result.IsFeasible ? "fits; Nova: no" : $"{result.Infeasible}; Nova: fits";
            }

            var violations = result.Placement is { } placement
                ? ClaimAudit.CheckPlacement(ledger.FindInventory(placement.Host)!, request, placement)
                : [];
            return violations.Count > 0 ? string.Join("; ", violations) : null;
        }

        private string? Delete(JsonElement step, ZoneLedger shared, ZoneLedger dedicated)
        {
            var id = step.GetProperty("vm").GetString()!;
            var had = _running.Remove(id);
            return shared.Release(new(id)) == had && dedicated.Release(new(id)) == had
                ? null
                : $"{id} was {(had ? "" : "not ")}running, the ledger says otherwise";
        }
    }
}
