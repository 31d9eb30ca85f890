using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Audit;

namespace Vim.Scheduling.Ledger;

/// <content>Hosts: how they come, change and go.</content>
public sealed partial class ZoneLedger
{
    /// <summary>
    /// Adds a host, or gives a known one another inventory. Claims on it stay booked, and it stays in its aggregates;
    /// claims that the new inventory does not cover any more are told, and nothing is placed on what they hold.
    /// </summary>
    /// <param name="inventory">Consistent by <see cref="HostInventoryRules"/>, of this zone.</param>
    /// <param name="availability">Whether it takes placements.</param>
    /// <returns>What claims hold that the inventory does not have; empty when it covers them all.</returns>
    /// <exception cref="LedgerException">The inventory is of another zone or inconsistent; nothing changed.</exception>
    public IReadOnlyList<ClaimViolation> PutHost(HostInventory inventory, HostAvailability availability)
    {
        if (inventory.Zone != Zone)
        {
            throw new LedgerException($"host {inventory.Id} is of zone {inventory.Zone}, the ledger of zone {Zone}");
        }

        if (HostInventoryRules.Check(inventory) is [var first, ..] violations)
        {
            throw new LedgerException(
                $"the inventory of host {inventory.Id} breaks {violations.Count} rules; "
                + $"{first.Field}: {first.Description}");
        }

        var shape = _shapes.Share(new(inventory, Names, Traits));
        var site = new HostSite(Names.Intern(inventory.Rack), Names.Intern(inventory.FaultDomain));
        var host = new HostState(inventory, shape, site, availability);
        if (!_hosts.TryGetValue(inventory.Id, out var before))
        {
            _hosts.Add(inventory.Id, host);
            Enter(host);
            return [];
        }

        foreach (var (compute, claim) in before.Claims)
        {
            host.Claims.Add(compute, claim);
            host.Book(claim.Placement, 1);
        }

        foreach (var (place, claim) in before.Held)
        {
            host.Held.Add(place, claim);
            host.Book(claim.Placement, 1);
        }

        host.SetAggregates(before.Aggregates, Aggregates);
        _hosts[inventory.Id] = host;
        Leave(before);
        Enter(host);
        return AuditHost(inventory.Id);
    }

    /// <summary>Lets a host take placements, or not.</summary>
    /// <exception cref="LedgerException">No such host.</exception>
    public void SetAvailability(HostId host, HostAvailability availability)
    {
        var state = Find(host);
        state.Availability = availability;
        Index.Update(state);
    }

    /// <summary>Puts a host in these aggregates, and takes it out of all others.</summary>
    /// <exception cref="LedgerException">No such host.</exception>
    public void SetAggregates(HostId host, ImmutableSortedSet<string> aggregates)
    {
        var state = Find(host);
        AggregateHosts.Remove(state);
        state.SetAggregates(aggregates, Aggregates);
        AggregateHosts.Add(state);
    }

    /// <summary>The aggregates that a host is in; none where it is unknown.</summary>
    public ImmutableSortedSet<string> AggregatesOf(HostId host) => _hosts.GetValueOrDefault(host)?.Aggregates ?? [];

    /// <summary>Forgets a host.</summary>
    /// <returns>
    /// False, and nothing changed, while claims of computes or reservations are on it. True when it is gone or was not
    /// known.
    /// </returns>
    public bool RemoveHost(HostId host)
    {
        if (!_hosts.TryGetValue(host, out var state))
        {
            return true;
        }

        if (state.AllClaims.Any())
        {
            return false;
        }

        Leave(state);
        return _hosts.Remove(host);
    }

    private void Enter(HostState host)
    {
        Index.Add(host);
        TraitHosts.Add(host);
        AggregateHosts.Add(host);
    }

    private void Leave(HostState host)
    {
        Index.Remove(host);
        TraitHosts.Remove(host);
        AggregateHosts.Remove(host);
        _shapes.Release(host.Shape);
    }
}
