using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// The second claims of computes that migrate: booked like any claim, on another host than the first, and with its
/// groups. Which of the two is at home changes when the guest has arrived.
/// </summary>
public sealed partial class ZoneLedger
{
    private readonly Dictionary<ComputeId, Claim> _elsewhere = [];

    /// <summary>The second claim of a compute that migrates; null where it has none.</summary>
    public Claim? FindElsewhere(ComputeId compute) => _elsewhere.GetValueOrDefault(compute);

    /// <summary>Books where a compute goes. Booking the same placement again changes nothing.</summary>
    /// <exception cref="LedgerException">
    /// The host is unknown or its own, the compute has no claim or another second one, or something of the placement
    /// is not free; nothing changed.
    /// </exception>
    public void ApplyElsewhere(ComputeId compute, HostPlacement placement) =>
        BookElsewhere(compute, placement, strict: true);

    /// <summary>
    /// Books a second claim of before, from a snapshot or a journal: what is not there any more is no hindrance.
    /// </summary>
    /// <exception cref="LedgerException">As for <see cref="ApplyElsewhere"/>, but for what is not there.</exception>
    public void RestoreElsewhere(ComputeId compute, HostPlacement placement) =>
        BookElsewhere(compute, placement, strict: false);

    /// <summary>The compute arrived: its second claim is the first from now on, and the first the second.</summary>
    /// <exception cref="LedgerException">The compute has no second claim.</exception>
    public void Exchange(ComputeId compute)
    {
        if (!_elsewhere.TryGetValue(compute, out var there))
        {
            throw new LedgerException($"compute {compute} has no second claim in zone {Zone}");
        }

        var here = _claims[compute];
        _claims[compute] = Change(there, there with { IsElsewhere = false });
        _elsewhere[compute] = Change(here, here with { IsElsewhere = true });
    }

    /// <summary>Takes back the second claim of a compute.</summary>
    /// <returns>False when it had none.</returns>
    public bool ReleaseElsewhere(ComputeId compute)
    {
        if (!_elsewhere.Remove(compute, out var claim))
        {
            return false;
        }

        Unbook(claim);
        return true;
    }

    /// <summary>Another account of a claim of the same placement.</summary>
    private Claim Change(Claim claim, Claim changed) => _hosts[claim.Placement.Host].Claims[claim.Compute] = changed;

    private void BookElsewhere(ComputeId compute, HostPlacement placement, bool strict)
    {
        var host = Find(placement.Host);
        if (!_claims.TryGetValue(compute, out var home) || home.Placement.Host == placement.Host)
        {
            throw new LedgerException($"compute {compute} has no claim on another host than {placement.Host}");
        }

        if (_elsewhere.TryGetValue(compute, out var known))
        {
            if (PlacementEquality.Same(known.Placement, placement))
            {
                return;
            }

            throw new LedgerException($"compute {compute} has another second claim, on host {known.Placement.Host}");
        }

        var claim = new Claim(compute, placement, home.Groups) { IsElsewhere = true };
        Book(claim, host, strict);
        _elsewhere.Add(compute, claim);
    }

    private void Book(Claim claim, HostState host, bool strict)
    {
        if (BookingCheck.Find(host, claim.Placement, mustExist: strict, countAmounts: strict) is { } problem)
        {
            throw new LedgerException($"compute {claim.Compute} cannot be booked on host {host.Id}: {problem}");
        }

        host.Claims.Add(claim.Compute, claim);
        host.Book(claim.Placement, 1);
        Index.Update(host);
    }

    private void Unbook(Claim claim)
    {
        var host = _hosts[claim.Placement.Host];
        host.Book(claim.Placement, -1);
        host.Claims.Remove(claim.Compute);
        Index.Update(host);
    }
}
