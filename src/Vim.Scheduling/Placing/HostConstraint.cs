using System.Runtime.InteropServices;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// One affinity or anti-affinity with the computes it is measured against. A rack or fault domain that is not known is
/// proof of nothing: neither together (unless on the very host) nor apart.
/// </summary>
internal sealed class HostConstraint
{
    private readonly Dictionary<HostId, int> _hosts = [];
    private readonly Dictionary<int, int> _sites = [];
    private readonly int _most;
    private readonly bool _missing;
    private int _count;

    /// <param name="ledger">Where the others are.</param>
    /// <param name="name">For people.</param>
    /// <param name="type">Together or apart.</param>
    /// <param name="scope">What together and apart are measured by.</param>
    /// <param name="most">Apart: the most that may be together, the compute itself counted in.</param>
    /// <param name="others">The others.</param>
    public HostConstraint(
        ZoneLedger ledger,
        string name,
        AffinityType type,
        AffinityScope scope,
        int most,
        IEnumerable<ComputeId> others)
    {
        Type = type;
        Scope = scope;
        Name = name;
        _most = most;
        foreach (var other in others)
        {
            if (ledger.FindClaim(other) is not { } claim)
            {
                _missing = true;
                continue;
            }

            _count++;
            var site = CountIn(ledger.FindState(claim.Placement.Host)!, site: null);
            if (ledger.FindElsewhere(other) is { } elsewhere)
            {
                CountIn(ledger.FindState(elsewhere.Placement.Host)!, site);
            }
        }
    }

    public AffinityType Type { get; }

    public AffinityScope Scope { get; }

    public string Name { get; }

    /// <summary>The one host that affinity leaves; null where it leaves none or may leave more.</summary>
    public HostId? OneHost => Type == AffinityType.Affinity && Scope == AffinityScope.Host && _hosts.Count == 1
        ? _hosts.Keys.First()
        : null;

    /// <summary>
    /// Whether it keeps a group together on a host, in a rack or in a fault domain, and nobody of it is anywhere yet.
    /// </summary>
    public bool IsFirst =>
        Type == AffinityType.Affinity && Scope != AffinityScope.Zone && _count == 0 && !_missing;

    public bool Allows(HostState host) => Type == AffinityType.Affinity ? IsWithAll(host) : IsApart(host);

    /// <summary>One that migrates is on both hosts, and in both sites, but in each of them once.</summary>
    private int CountIn(HostState host, int? site)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_hosts, host.Id, out _)++;
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
            AffinityScope.Host => IsHostOfAll(host),
            _ => IsHostOfAll(host) || IsSiteOfAll(host.Site.Of(Scope)),
        };
    }

    private bool IsHostOfAll(HostState host) => _hosts.Count == 1 && _hosts.ContainsKey(host.Id);

    private bool IsSiteOfAll(int site) => site != NameTable.None && _sites.Count == 1 && _sites.ContainsKey(site);

    private bool IsApart(HostState host) => _count == 0 || Scope switch
    {
        AffinityScope.Zone => _count < _most,
        AffinityScope.Host => _hosts.GetValueOrDefault(host.Id) < _most,
        _ => IsApartFrom(host.Site.Of(Scope)),
    };

    /// <summary>One whose site nobody knows may be in this one.</summary>
    private bool IsApartFrom(int site) => site != NameTable.None
        && _sites.GetValueOrDefault(site) + _sites.GetValueOrDefault(NameTable.None) < _most;
}
