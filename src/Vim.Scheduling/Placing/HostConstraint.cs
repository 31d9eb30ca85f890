using System.Runtime.InteropServices;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// One affinity or anti-affinity with the computes it is measured against. A rack or fault domain that is not known is
/// proof of nothing: neither together (unless on the very host) nor apart. By socket it is one of the NUMA nodes of a
/// host.
/// </summary>
internal sealed class HostConstraint
{
    private readonly Dictionary<HostId, int> _hosts = [];
    private readonly Dictionary<int, int> _sites = [];
    private readonly SocketUse? _sockets;
    private readonly bool _floats;
    private readonly int _most;
    private readonly bool _missing;
    private int _count;

    /// <param name="ledger">Where the others are.</param>
    /// <param name="name">For people.</param>
    /// <param name="type">Together or apart.</param>
    /// <param name="scope">What together and apart are measured by.</param>
    /// <param name="most">Apart: the most that may be together, the compute itself counted in.</param>
    /// <param name="others">The others.</param>
    /// <param name="floats">Whether the compute itself is on no NUMA nodes of its own.</param>
    public HostConstraint(
        ZoneLedger ledger,
        string name,
        AffinityType type,
        AffinityScope scope,
        int most,
        IEnumerable<ComputeId> others,
        bool floats)
    {
        Type = type;
        Scope = scope;
        Name = name;
        _most = most;
        _sockets = scope == AffinityScope.Socket ? new() : null;
        _floats = floats;
        foreach (var other in others)
        {
            if (ledger.FindClaim(other) is not { } claim)
            {
                _missing = true;
                continue;
            }

            _count++;
            var site = CountIn(ledger.FindState(claim.Placement.Host)!, claim.Placement, site: null);
            if (ledger.FindElsewhere(other) is { } elsewhere)
            {
                CountIn(ledger.FindState(elsewhere.Placement.Host)!, elsewhere.Placement, site);
            }
        }
    }

    public AffinityType Type { get; }

    public AffinityScope Scope { get; }

    public string Name { get; }

    /// <summary>What a host is refused by.</summary>
    public Dimension Dimension => Type == AffinityType.Affinity ? Dimension.Affinity : Dimension.AntiAffinity;

    /// <summary>The one host that affinity leaves; null where it leaves none or may leave more.</summary>
    public HostId? OneHost =>
        Type == AffinityType.Affinity && Scope is AffinityScope.Host or AffinityScope.Socket && _hosts.Count == 1
            ? _hosts.Keys.First()
            : null;

    /// <summary>
    /// Whether it keeps a group together on a socket or host, in a rack or in a fault domain, and nobody of it is
    /// anywhere yet.
    /// </summary>
    public bool IsFirst =>
        Type == AffinityType.Affinity && Scope != AffinityScope.Zone && _count == 0 && !_missing;

    /// <summary>Whether it leaves any of a host.</summary>
    public bool Allows(HostState host) =>
        (Type == AffinityType.Affinity ? IsWithAll(host) : IsApart(host))
        && (_sockets is null || LimitsOf(host).Leave(host.Shape.Sockets, _floats));

    /// <summary>What it leaves of the NUMA nodes of a host that it allows.</summary>
    public NodeLimits LimitsOf(HostState host) => _sockets is null ? default
        : Type == AffinityType.AntiAffinity ? new(_sockets.NodesOfFull(host, _most), OneSocket: false)
        : _count > 0 ? new(_sockets.NodesOffTheOne(host), OneSocket: false)
        : new(host.Shape.Sockets.OnSeveral, host.Shape.Sockets.Count > 1);

    /// <summary>One that migrates is on both hosts, and in both sites, but in each of them once.</summary>
    private int CountIn(HostState host, HostPlacement placement, int? site)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_hosts, host.Id, out _)++;
        _sockets?.Add(host, placement);
        var here = host.Site.Of(Scope);
        if (here != site)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_sites, here, out _)++;
        }

        return here;
    }

    private bool IsWithAll(HostState host)
    {
        if (_missing)
        {
            return false;
        }

        return _hosts.Count == 0 || Scope switch
        {
            AffinityScope.Zone => true,
            AffinityScope.Host or AffinityScope.Socket => IsHostOfAll(host),
            _ => IsHostOfAll(host) || IsSiteOfAll(host.Site.Of(Scope)),
        };
    }

    private bool IsHostOfAll(HostState host) => _hosts.Count == 1 && _hosts.ContainsKey(host.Id);

    private bool IsSiteOfAll(int site) => site != NameTable.None && _sites.Count == 1 && _sites.ContainsKey(site);

    private bool IsApart(HostState host) => _count == 0 || Scope switch
    {
        AffinityScope.Zone => _count < _most,
        AffinityScope.Host => _hosts.GetValueOrDefault(host.Id) < _most,
        AffinityScope.Socket => true,
        _ => IsApartFrom(host.Site.Of(Scope)),
    };

    /// <summary>One whose site nobody knows may be in this one.</summary>
    private bool IsApartFrom(int site) => site != NameTable.None
        && _sites.GetValueOrDefault(site) + _sites.GetValueOrDefault(NameTable.None) < _most;
}
