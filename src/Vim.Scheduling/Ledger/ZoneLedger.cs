using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// All capacity of one resource zone and who has it: hosts with their inventories, and the claims on them. What is
/// free follows from the inventories less the claims, so that a ledger built from hosts and claims alone equals the
/// one that lived through any history. It books nothing twice. Mutable; for one thread at a time.
/// </summary>
public sealed partial class ZoneLedger
{
    private readonly Dictionary<HostId, HostState> _hosts = [];
    private readonly Dictionary<ComputeId, Claim> _claims;
    private readonly Dictionary<AffinityGroupId, HashSet<ComputeId>> _groups = [];
    private readonly ShapeTable _shapes = new();

    /// <summary>An empty ledger.</summary>
    /// <param name="zone">The zone that it is of.</param>
    public ZoneLedger(ZoneId zone)
    {
        Zone = zone;
        _claims = [];
        Names = new();
        Traits = new();
        Aggregates = new();
        TraitHosts = new(Index, static host => host.Shape.Traits);
        AggregateHosts = new(Index, static host => host.AggregateNumbers);
    }

    private ZoneLedger(ZoneLedger other)
        : this(other.Zone)
    {
        _claims = new(other._claims);
        _elsewhere = new(other._elsewhere);
        Names = new(other.Names);
        Traits = new(other.Traits);
        Aggregates = new(other.Aggregates);
        foreach (var host in other.Index.Hosts)
        {
            var copy = host.Copy();
            _hosts.Add(copy.Id, copy);
            _shapes.Share(copy.Shape);
            Enter(copy);
        }

        _reservations = new(other._reservations);
        _takers = new(other._takers);
        _lostCount = other._lostCount;
        foreach (var (group, members) in other._groups)
        {
            _groups.Add(group, [.. members]);
        }
    }

    /// <summary>The zone.</summary>
    public ZoneId Zone { get; }

    /// <summary>
    /// A ledger of the same content that changes by itself: to try things on. Inventories, placements and shapes are
    /// shared; they never change.
    /// </summary>
    public ZoneLedger Copy() => new(this);

    /// <summary>How many hosts it knows.</summary>
    public int HostCount => _hosts.Count;

    /// <summary>How many claims computes have.</summary>
    public int ClaimCount => _claims.Count + _elsewhere.Count;

    internal NameTable Names { get; }

    internal NameTable Traits { get; }

    internal NameTable Aggregates { get; }

    /// <summary>Who has which trait.</summary>
    internal RareMarks TraitHosts { get; }

    /// <summary>Who is in which aggregate.</summary>
    internal RareMarks AggregateHosts { get; }

    /// <summary>How many names hosts have brought that demands name; names are only ever added.</summary>
    internal int NamesKnown => Names.Count + Traits.Count;

    internal HostIndex Index { get; } = new();

    /// <summary>
    /// Books a placement. Booking the same placement for the same compute again changes nothing.
    /// </summary>
    /// <exception cref="LedgerException">
    /// The host is unknown, the compute has another claim, or something of the placement is not free; nothing changed.
    /// </exception>
    public void Apply(ComputeId compute, HostPlacement placement, ImmutableArray<AffinityGroupId> groups) =>
        Book(compute, placement, groups, strict: true);

    /// <summary>
    /// Books a claim of before, from a snapshot or a journal: what the host's inventory of today does not have, or not
    /// so much of, is no hindrance (<see cref="AuditHost"/> tells it). Two claims on the same CPU, function or device
    /// still are.
    /// </summary>
    /// <exception cref="LedgerException">
    /// The host is unknown, the compute has another claim, or something is another's own; nothing changed.
    /// </exception>
    public void Restore(ComputeId compute, HostPlacement placement, ImmutableArray<AffinityGroupId> groups) =>
        Book(compute, placement, groups, strict: false);

    /// <summary>
    /// Books what a placer decided: breaks the places that must be broken, takes the place of the reservation that is
    /// named.
    /// </summary>
    /// <exception cref="LedgerException">
    /// As <see cref="Apply(ComputeId, HostPlacement, ImmutableArray{AffinityGroupId})"/>.
    /// </exception>
    public void Apply(PlacementRequest request, PlacementResult result)
    {
        foreach (var place in result.Breaks)
        {
            Break(place);
        }

        if (result.Takes is { } taken)
        {
            Take(taken, request.Compute, result.Placement!, request.GroupIds);
        }
        else
        {
            Apply(request.Compute, result.Placement!, request.GroupIds);
        }
    }

    /// <summary>
    /// Takes back what a compute has booked, here and elsewhere; a place that it had taken is its reservation's again.
    /// </summary>
    /// <returns>False when it had nothing.</returns>
    public bool Release(ComputeId compute)
    {
        ReleaseElsewhere(compute);
        if (!_claims.Remove(compute, out var claim))
        {
            return false;
        }

        Unbook(claim);
        LeaveGroups(claim);
        GiveBack(compute);
        return true;
    }

    /// <summary>Changes which groups a claim counts for.</summary>
    /// <exception cref="LedgerException">The compute has no claim.</exception>
    public void SetGroups(ComputeId compute, ImmutableArray<AffinityGroupId> groups)
    {
        if (!_claims.TryGetValue(compute, out var claim))
        {
            throw new LedgerException($"compute {compute} has no claim in zone {Zone}");
        }

        LeaveGroups(claim);
        JoinGroups(_claims[compute] = Change(claim, claim with { Groups = groups }));
        if (_elsewhere.TryGetValue(compute, out var elsewhere))
        {
            _elsewhere[compute] = Change(elsewhere, elsewhere with { Groups = groups });
        }
    }

    /// <summary>The claim of a compute, where it is at home; null where it has none.</summary>
    public Claim? FindClaim(ComputeId compute) => _claims.GetValueOrDefault(compute);

    /// <summary>All claims, by compute id.</summary>
    public IReadOnlyList<Claim> Claims() =>
    [
        .. _claims.Values.Concat(_elsewhere.Values)
            .OrderBy(claim => claim.Compute.Value, StringComparer.Ordinal)
            .ThenBy(claim => claim.IsElsewhere),
    ];

    /// <summary>Claims on one host, by compute id; none where the host is unknown.</summary>
    public IReadOnlyList<Claim> ClaimsOn(HostId host) => _hosts.TryGetValue(host, out var state)
        ? [.. state.Claims.Values.OrderBy(claim => claim.Compute.Value, StringComparer.Ordinal)]
        : [];

    /// <summary>Members of a group that have a claim in this zone, by compute id.</summary>
    public IReadOnlyList<ComputeId> MembersOf(AffinityGroupId group) => _groups.TryGetValue(group, out var members)
        ? [.. members.OrderBy(member => member.Value, StringComparer.Ordinal)]
        : [];

    /// <summary>The inventory of a host; null where it is unknown.</summary>
    public HostInventory? FindInventory(HostId host) => _hosts.GetValueOrDefault(host)?.Inventory;

    /// <summary>Whether a host takes placements; null where it is unknown.</summary>
    public HostAvailability? FindAvailability(HostId host) => _hosts.GetValueOrDefault(host)?.Availability;

    /// <summary>How many claims a host has; 0 where it is unknown.</summary>
    public int CountClaims(HostId host) => _hosts.GetValueOrDefault(host)?.Claims.Count ?? 0;

    /// <summary>One host with what is free of it, made anew at each call; null where it is unknown.</summary>
    public HostCapacity? FindHost(HostId host) =>
        _hosts.TryGetValue(host, out var state) ? HostCapacity.Of(state) : null;

    /// <summary>All hosts with what is free of them, by host id. Made anew at each call.</summary>
    public IReadOnlyList<HostCapacity> Hosts() => [.. Index.Hosts.Select(HostCapacity.Of)];

    /// <summary>Sums over the zone. Made anew at each call.</summary>
    public ZoneCapacity Capacity() => ZoneCapacity.Of(Index.Hosts);

    /// <summary>What claims on a host hold that its inventory does not have; empty in order.</summary>
    /// <exception cref="LedgerException">No such host.</exception>
    public IReadOnlyList<ClaimViolation> AuditHost(HostId host)
    {
        var state = Find(host);
        return ClaimAudit.CheckHost(state.Inventory, [.. state.AllClaims]);
    }

    /// <summary>
    /// A hash (SHA-256, hex) over hosts, claims and every counter: equal for equal ledgers, whatever their history.
    /// </summary>
    public string Digest() => LedgerDigest.Of(Index.Hosts, Reservations());

    internal HostState? FindState(HostId host) => _hosts.GetValueOrDefault(host);

    internal IReadOnlyCollection<ComputeId> Members(AffinityGroupId group) =>
        _groups.TryGetValue(group, out var members) ? members : [];

    private HostState Find(HostId host) => _hosts.TryGetValue(host, out var state)
        ? state
        : throw new LedgerException($"zone {Zone} has no host {host}");

    private void Book(
        ComputeId compute,
        HostPlacement placement,
        ImmutableArray<AffinityGroupId> groups,
        bool strict)
    {
        var host = Find(placement.Host);
        if (_claims.TryGetValue(compute, out var known))
        {
            if (PlacementEquality.Same(known.Placement, placement))
            {
                return;
            }

            throw new LedgerException($"compute {compute} has another claim, on host {known.Placement.Host}");
        }

        var claim = new Claim(compute, placement, groups);
        Book(claim, host, strict);
        _claims.Add(compute, claim);
        JoinGroups(claim);
    }

    private void JoinGroups(Claim claim)
    {
        foreach (var group in claim.Groups)
        {
            if (!_groups.TryGetValue(group, out var members))
            {
                _groups.Add(group, members = []);
            }

            members.Add(claim.Compute);
        }
    }

    private void LeaveGroups(Claim claim)
    {
        foreach (var group in claim.Groups)
        {
            if (_groups.TryGetValue(group, out var members) && members.Remove(claim.Compute) && members.Count == 0)
            {
                _groups.Remove(group);
            }
        }
    }
}
