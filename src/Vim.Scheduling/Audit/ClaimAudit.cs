using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Audit;

/// <summary>
/// Proves claims and placements against the inventory itself, by plain counting, with none of the ledger's or the
/// placer's data or code: for checkers, labs and tests. Pure.
/// </summary>
public static class ClaimAudit
{
    /// <summary>
    /// Everything that the claims of one host hold and that the inventory does not have, or that two hold: CPUs, pages,
    /// small-page memory, floating vCPUs, functions, rates, devices, storage. Empty when all is in order.
    /// </summary>
    public static IReadOnlyList<ClaimViolation> CheckHost(HostInventory host, IReadOnlyCollection<Claim> claims)
    {
        var audit = new HostAudit(host);
        foreach (var claim in claims.OrderBy(claim => claim.Holder.ToString(), StringComparer.Ordinal))
        {
            audit.Add(claim.Holder, claim.Placement);
        }

        return audit.Finish();
    }

    /// <summary>
    /// Everything in which a placement is not what the request asks of its host: CPUs and thread policy, NUMA nodes,
    /// pages, vNICs, devices, NUMA policies, storage, architecture, traits, named hosts. Empty when it is honoured.
    /// Affinity (<see cref="CheckAffinity"/>) and aggregates (<see cref="CheckAggregates"/>) are not looked at.
    /// </summary>
    public static IReadOnlyList<ClaimViolation> CheckPlacement(
        HostInventory host,
        PlacementRequest request,
        HostPlacement placement) => new RequestAudit(host, request, placement).Check();

    /// <summary>
    /// Every affinity or anti-affinity of the request that the placement breaks, given who else is where.
    /// </summary>
    public static IReadOnlyList<ClaimViolation> CheckAffinity(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement)
    {
        var found = new List<ClaimViolation>();
        foreach (var group in request.Groups.Where(group => !group.IsSoft))
        {
            if (group.Scope == AffinityScope.Socket)
            {
                List<ComputeId> others = [.. ledger.MembersOf(group.Group).Where(member => member != request.Compute)];
                CheckSocket(ledger, request, placement, group, others, found);
                continue;
            }

            if (group.MaxPerScope > 1)
            {
                CheckMost(ledger, request, placement, group, found);
                continue;
            }

            foreach (var member in ledger.MembersOf(group.Group).Where(member => member != request.Compute))
            {
                Check(ledger, request, placement, new(member, group.Type, group.Scope), found);
            }
        }

        foreach (var resource in request.Resources)
        {
            if (resource.Scope == AffinityScope.Socket)
            {
                var group = new GroupMembership(default, resource.Type, resource.Scope);
                CheckSocket(ledger, request, placement, group, [resource.Compute], found);
                continue;
            }

            Check(ledger, request, placement, resource, found);
        }

        return found;
    }

    /// <summary>Every aggregate that the host must be in and is not, or must not be in and is.</summary>
    public static IReadOnlyList<ClaimViolation> CheckAggregates(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement)
    {
        var own = ledger.AggregatesOf(placement.Host);
        return
        [
            .. request.InAggregates.Where(name => !own.Contains(name)).Select(name => new ClaimViolation(
                placement.Host, request.Compute, Dimension.Aggregates, $"the host is not in aggregate {name}")),
            .. request.NotInAggregates.Where(own.Contains).Select(name => new ClaimViolation(
                placement.Host, request.Compute, Dimension.Aggregates, $"the host is in aggregate {name}")),
        ];
    }

    /// <summary>
    /// Members whose rack or fault domain is not known count as in the one at hand, as may be; and where that is not
    /// known itself, all of them do.
    /// </summary>
    private static void CheckMost(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement,
        GroupMembership group,
        List<ClaimViolation> found)
    {
        var site = SiteOf(ledger, placement.Host, group.Scope);
        var others = ledger.MembersOf(group.Group)
            .Where(member => member != request.Compute)
            .Select(member => HostsOf(ledger, member))
            .ToList();
        var isUnknown = site.Length == 0 && (group.Scope is AffinityScope.Rack or AffinityScope.FaultDomain);
        var together = others.Count(hosts => hosts.Any(host => group.Scope switch
            {
                AffinityScope.Host => host == placement.Host,
                AffinityScope.Zone => true,
                _ => SiteOf(ledger, host, group.Scope) is var theirs && (theirs.Length == 0 || theirs == site),
            }));
        if (together >= group.MaxPerScope || (isUnknown && others.Count > 0))
        {
            found.Add(new(
                placement.Host,
                request.Compute,
                Dimension.AntiAffinity,
                $"{together} of group {group.Group} are there; scope {group.Scope}, at most {group.MaxPerScope}"));
        }
    }

    private static void CheckSocket(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement,
        GroupMembership group,
        List<ComputeId> others,
        List<ClaimViolation> found)
    {
        var apart = group.Type == AffinityType.AntiAffinity;
        var places = others.ConvertAll(other => PlacesOf(ledger, other));
        var problem = apart ? SocketAudit.FindCrowded(ledger, placement, places, group.MaxPerScope)
            : places.Exists(own => own.Count == 0) ? "one that it must be with is nowhere"
            : SocketAudit.FindApart(ledger, placement, places.SelectMany(own => own));
        if (problem is not null)
        {
            var dimension = apart ? Dimension.AntiAffinity : Dimension.Affinity;
            found.Add(new(placement.Host, request.Compute, dimension, problem));
        }
    }

    private static void Check(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement,
        ResourceAffinity constraint,
        List<ClaimViolation> found)
    {
        var apart = constraint.Type == AffinityType.AntiAffinity;
        var dimension = apart ? Dimension.AntiAffinity : Dimension.Affinity;
        var hosts = HostsOf(ledger, constraint.Compute);
        if (hosts.Count == 0 && !apart)
        {
            found.Add(new(placement.Host, request.Compute, dimension, $"{constraint.Compute} is nowhere"));
        }

        foreach (var host in hosts)
        {
            Check(ledger, request, placement, constraint, host, found);
        }
    }

    private static List<HostId> HostsOf(ZoneLedger ledger, ComputeId compute) =>
        PlacesOf(ledger, compute).ConvertAll(place => place.Host);

    /// <summary>Both places of one that migrates.</summary>
    private static List<HostPlacement> PlacesOf(ZoneLedger ledger, ComputeId compute) =>
    [
        .. ledger.FindClaim(compute) is { } home ? [home.Placement] : Array.Empty<HostPlacement>(),
        .. ledger.FindElsewhere(compute) is { } elsewhere ? [elsewhere.Placement] : Array.Empty<HostPlacement>(),
    ];

    private static void Check(
        ZoneLedger ledger,
        PlacementRequest request,
        HostPlacement placement,
        ResourceAffinity constraint,
        HostId other,
        List<ClaimViolation> found)
    {
        var apart = constraint.Type == AffinityType.AntiAffinity;
        var dimension = apart ? Dimension.AntiAffinity : Dimension.Affinity;
        var sameHost = other == placement.Host;
        var mine = SiteOf(ledger, placement.Host, constraint.Scope);
        var theirs = SiteOf(ledger, other, constraint.Scope);
        var isKnown = mine.Length > 0 && theirs.Length > 0;
        var isSameSite = isKnown && string.Equals(mine, theirs, StringComparison.Ordinal);
        var holds = constraint.Scope switch
        {
            AffinityScope.Host => sameHost != apart,
            AffinityScope.Zone => !apart,
            _ => apart ? isKnown && !isSameSite && !sameHost : sameHost || isSameSite,
        };
        if (!holds)
        {
            found.Add(new(
                placement.Host,
                request.Compute,
                dimension,
                $"{constraint.Compute} is on host {other}; scope {constraint.Scope}"));
        }
    }

    private static string SiteOf(ZoneLedger ledger, HostId host, AffinityScope scope) =>
        (scope, ledger.FindInventory(host)) switch
        {
            (AffinityScope.Rack, { } inventory) => inventory.Rack,
            (AffinityScope.FaultDomain, { } inventory) => inventory.FaultDomain,
            _ => "",
        };
}
