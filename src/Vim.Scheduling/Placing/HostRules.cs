using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// What a request says of hosts as wholes: where, what kind, with or apart from whom. A rack that is not known is
/// proof of nothing: neither together (unless on the very host) nor apart.
/// </summary>
internal sealed class HostRules
{
    private readonly Demand _demand;
    private readonly HashSet<HostId> _only;
    private readonly HashSet<HostId> _not;

    public HostRules(ZoneLedger ledger, Demand demand)
    {
        _demand = demand;
        _only = [.. demand.Request.OnlyHosts];
        _not = [.. demand.Request.NotHosts];
        var constraints = new List<Constraint>();
        foreach (var group in demand.Request.Groups.Distinct())
        {
            var others = ledger.Members(group.Group).Where(member => member != demand.Request.Compute);
            constraints.Add(new(ledger, $"group {group.Group}", group.Type, group.Scope, [.. others]));
        }

        foreach (var resource in demand.Request.Resources.Distinct())
        {
            constraints.Add(new(ledger, $"compute {resource.Compute}", resource.Type, resource.Scope, [resource.Compute]));
        }

        Constraints = constraints;
    }

    public IReadOnlyList<Constraint> Constraints { get; }

    /// <summary>Hosts named by the request, where it names any.</summary>
    public IReadOnlyCollection<HostId> Only => _only;

    public bool Allows(HostState host)
    {
        if (!IsPlaced(host) || !IsArchitecture(host))
        {
            return false;
        }

        foreach (var trait in _demand.RequiredTraits)
        {
            if (!Has(host, trait))
            {
                return false;
            }
        }

        foreach (var trait in _demand.ForbiddenTraits)
        {
            if (Has(host, trait))
            {
                return false;
            }
        }

        foreach (var constraint in Constraints)
        {
            if (!constraint.Allows(host))
            {
                return false;
            }
        }

        return true;
    }

    public bool IsPlaced(HostState host) =>
        (_only.Count == 0 || _only.Contains(host.Id)) && (_not.Count == 0 || !_not.Contains(host.Id));

    public bool IsArchitecture(HostState host) =>
        _demand.Architecture == NameTable.None || _demand.Architecture == host.Shape.Architecture;

    public static bool Has(HostState host, int trait) => Array.IndexOf(host.Shape.Traits, trait) >= 0;

    /// <summary>One affinity or anti-affinity with the computes it is measured against.</summary>
    internal sealed class Constraint
    {
        private readonly HashSet<HostState> _hosts = [];
        private readonly HashSet<int> _racks = [];
        private readonly bool _missing;

        public Constraint(
            ZoneLedger ledger,
            string name,
            AffinityType type,
            AffinityScope scope,
            IReadOnlyList<ComputeId> others)
        {
            Type = type;
            Scope = scope;
            Name = $"{name}, {scope}";
            foreach (var other in others)
            {
                if (ledger.FindClaim(other) is not { } claim)
                {
                    _missing = true;
                    continue;
                }

                var host = ledger.FindState(claim.Placement.Host)!;
                _hosts.Add(host);
                _racks.Add(host.Shape.Rack);
            }
        }

        public AffinityType Type { get; }

        public AffinityScope Scope { get; }

        public string Name { get; }

        public bool Allows(HostState host) => Type == AffinityType.Affinity ? IsWithAll(host) : IsApart(host);

        private bool IsWithAll(HostState host)
        {
            if (_missing)
            {
                return false;
            }

            foreach (var other in _hosts)
            {
                var together = other == host
                    || Scope == AffinityScope.Zone
                    || (Scope == AffinityScope.Rack
                        && host.Shape.Rack != NameTable.None
                        && host.Shape.Rack == other.Shape.Rack);
                if (!together)
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsApart(HostState host) => _hosts.Count == 0 || Scope switch
        {
            AffinityScope.Host => !_hosts.Contains(host),
            AffinityScope.Rack => host.Shape.Rack != NameTable.None
                && !_racks.Contains(NameTable.None)
                && !_racks.Contains(host.Shape.Rack),
            _ => false,
        };
    }
}
