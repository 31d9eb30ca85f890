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
    /// <summary>Of so many computes that go nowhere is told why: reasons cost milliseconds in a large zone.</summary>
    public const int MaxReasons = 1_000;

    private readonly Placer _placer = new();
    private int _reasonsTold;

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
    public IReadOnlyList<Resettled> Remove(IEnumerable<HostId> hosts, Func<ComputeId, PlacementRequest> requestOf) =>
        Empty([], hosts, requestOf);

    /// <summary>As <see cref="Remove"/>, with hosts besides that are emptied and stay, and take nothing.</summary>
    /// <param name="drained">Hosts that stay; unknown ones are passed over.</param>
    /// <param name="removed">Hosts that go; unknown ones are passed over.</param>
    /// <param name="requestOf">What a compute with a claim asks for.</param>
    public IReadOnlyList<Resettled> Empty(
        IEnumerable<HostId> drained, IEnumerable<HostId> removed, Func<ComputeId, PlacementRequest> requestOf)
    {
        var gone = removed.ToHashSet();
        var closed = drained.Concat(gone).Where(host => Ledger.FindInventory(host) is not null).Distinct().ToList();
        var claims = closed.SelectMany(Ledger.ClaimsOn).ToList();
        foreach (var claim in claims)
        {
            Ledger.Release(claim.Compute);
        }

        foreach (var host in closed)
        {
            Ledger.SetAvailability(host, HostAvailability.Maintenance);
            if (gone.Contains(host))
            {
                Forget(host);
            }
        }

        return [.. claims
            .Select(claim => (Claim: claim, Request: requestOf(claim.Compute)))
            .OrderByDescending(item => item.Request.Requirements.Memory)
            .ThenBy(item => item.Claim.Compute.Value, StringComparer.Ordinal)
            .Select(item => Resettle(item.Claim, item.Request))];
    }

    /// <summary>
    /// A compute asks for something else and is placed anew, outside of any reservation; refused, it keeps what it has.
    /// </summary>
    /// <exception cref="LedgerException">It has no claim.</exception>
    public Resettled Change(PlacementRequest request)
    {
        var claim = Ledger.FindClaim(request.Compute)
            ?? throw new LedgerException($"compute {request.Compute} has no claim in zone {Ledger.Zone}");
        var taken = Ledger.PlaceOf(claim.Compute);
        Ledger.Release(claim.Compute);
        var settled = Resettle(claim, request);
        if (settled.Placement is null && taken is { } place)
        {
            Ledger.Take(place, claim.Compute, claim.Placement, claim.Groups);
        }
        else if (settled.Placement is null)
        {
            Ledger.Restore(claim.Compute, claim.Placement, claim.Groups);
        }

        return settled;
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

    private void Forget(HostId host)
    {
        foreach (var held in Ledger.HeldOn(host))
        {
            Ledger.Break(held.Holder.Place!.Value);
        }

        Ledger.RemoveHost(host);
    }

    /// <summary>
    /// Outside of any reservation. The groups that its claim was booked with count, whatever the request says of them.
    /// </summary>
    private Resettled Resettle(Claim claim, PlacementRequest request)
    {
        request = request with { Reservation = null };
        var result = _placer.Find(Ledger, request, policy) is { } free ? PlacementResult.Of(free)
            : request.Priority > 0 || _reasonsTold < MaxReasons ? _placer.Place(Ledger, request, policy)
            : null;
        if (result is { IsFeasible: true })
        {
            Ledger.Apply(request, result);
            Ledger.SetGroups(claim.Compute, claim.Groups);
            return new(claim.Compute, claim.Placement.Host, result.Placement, null);
        }

        var reasons = _reasonsTold++ < MaxReasons ? result?.Infeasible : null;
        return new(claim.Compute, claim.Placement.Host, null, reasons);
    }
}
