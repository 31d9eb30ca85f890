using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Imagining;

/// <summary>
/// A zone as it would be: a copy of its ledger on which hosts come and go and computes are placed, by the same code as
/// in earnest. The zone itself is not touched. For one thread at a time.
/// </summary>
/// <param name="zone">The zone as it is; copied.</param>
/// <param name="policy">Which host each compute takes.</param>
public sealed class WhatIf(ZoneLedger zone, PlacementPolicy policy)
{
    private readonly Placer _placer = new();

    /// <summary>The zone as it would be: to ask for capacity, verdicts and claims.</summary>
    public ZoneLedger Ledger { get; } = zone.Copy();

    /// <summary>A host is added, or has another inventory, and takes placements.</summary>
    /// <exception cref="LedgerException">The inventory is of another zone or inconsistent.</exception>
    public void Put(HostInventory inventory) => Ledger.PutHost(inventory, HostAvailability.Enabled);

    /// <summary>
    /// Hosts go, all at once: each compute on them is placed elsewhere, those with the most memory first. Places of
    /// reservations on them are lost.
    /// </summary>
    /// <param name="hosts">Hosts of the zone; unknown ones are passed over.</param>
    /// <param name="requestOf">What a compute with a claim asks for; the ledger knows only what it got.</param>
    /// <returns>What becomes of each compute, in the order of placing.</returns>
    public IReadOnlyList<Resettled> Remove(IEnumerable<HostId> hosts, Func<ComputeId, PlacementRequest> requestOf)
    {
        var gone = hosts.Where(host => Ledger.FindInventory(host) is not null).Distinct().ToList();
        var claims = gone.SelectMany(Ledger.ClaimsOn).ToList();
        foreach (var claim in claims)
        {
            Ledger.Release(claim.Compute);
        }

        foreach (var host in gone)
        {
            foreach (var held in Ledger.HeldOn(host))
            {
                Ledger.Break(held.Holder.Place!.Value);
            }

            Ledger.RemoveHost(host);
        }

        return [.. claims
            .Select(claim => (Claim: claim, Request: requestOf(claim.Compute)))
            .OrderByDescending(item => item.Request.Requirements.Memory)
            .ThenBy(item => item.Claim.Compute.Value, StringComparer.Ordinal)
            .Select(item => Resettle(item.Claim, item.Request))];
    }

    /// <summary>
    /// A compute is placed, or placed anew for what it asks for now; refused, it has no claim any more.
    /// </summary>
    public PlacementResult Place(PlacementRequest request)
    {
        Ledger.Release(request.Compute);
        var result = _placer.Place(Ledger, request, policy);
        if (result.IsFeasible)
        {
            Ledger.Apply(request, result);
        }

        return result;
    }

    /// <summary>How many computes like this one would still be placed (<see cref="Placer.CountMore"/>).</summary>
    public int CountMore(PlacementRequest request, int most) => _placer.CountMore(Ledger, request, policy, most);

    /// <summary>What each host says of a request (<see cref="Placer.Explain"/>).</summary>
    public IReadOnlyList<HostVerdict> Explain(PlacementRequest request, int skip = 0, int most = int.MaxValue) =>
        _placer.Explain(Ledger, request, policy, skip, most);

    /// <summary>The groups that its claim was booked with count, whatever the request says of them.</summary>
    private Resettled Resettle(Claim claim, PlacementRequest request)
    {
        var result = Place(request with { Reservation = null });
        if (result.IsFeasible)
        {
            Ledger.SetGroups(claim.Compute, claim.Groups);
        }

        return new(claim.Compute, claim.Placement.Host, result);
    }
}
