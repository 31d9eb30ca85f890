using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// One affinity or anti-affinity with the computes it is measured against. A rack that is not known is proof of
/// nothing: neither together (unless on the very host) nor apart.
/// </summary>
internal sealed class HostConstraint
{
    private readonly HashSet<HostId> _hosts = [];
    private readonly HashSet<int> _racks = [];
    private readonly bool _missing;

    public HostConstraint(
        ZoneLedger ledger,
        string name,
        AffinityType type,
        AffinityScope scope,
        IEnumerable<ComputeId> others)
    {
        Type = type;
        Scope = scope;
        Name = name;
        foreach (var other in others)
        {
            if (ledger.FindClaim(other) is not { } claim)
            {
                _missing = true;
                continue;
            }

            _hosts.Add(claim.Placement.Host);
            _racks.Add(ledger.FindState(claim.Placement.Host)!.Rack);
        }
    }

    public AffinityType Type { get; }

    public AffinityScope Scope { get; }

    public string Name { get; }

    /// <summary>The one host that affinity leaves; null where it leaves none or may leave more.</summary>
    public HostId? OneHost => Type == AffinityType.Affinity && Scope == AffinityScope.Host && _hosts.Count == 1
        ? _hosts.First()
        : null;

    public bool Allows(HostState host) => Type == AffinityType.Affinity ? IsWithAll(host) : IsApart(host);

    private bool IsWithAll(HostState host)
    {
        if (_missing)
        {
            return false;
        }

        return _hosts.Count == 0 || Scope switch
        {
            AffinityScope.Zone => true,
            AffinityScope.Rack => IsInRackOfAll(host),
            _ => IsHostOfAll(host),
        };
    }

    private bool IsHostOfAll(HostState host) => _hosts.Count == 1 && _hosts.Contains(host.Id);

    private bool IsInRackOfAll(HostState host) =>
        IsHostOfAll(host)
        || (host.Rack != NameTable.None && _racks.Count == 1 && _racks.Contains(host.Rack));

    private bool IsApart(HostState host) => _hosts.Count == 0 || Scope switch
    {
        AffinityScope.Host => !_hosts.Contains(host.Id),
        AffinityScope.Rack => host.Rack != NameTable.None
            && !_racks.Contains(NameTable.None)
            && !_racks.Contains(host.Rack),
        _ => false,
    };
}
