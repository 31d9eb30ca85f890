using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// What a request says of hosts as wholes: where, what kind, with or apart from whom. Scratch that is used again; a
/// request without such wishes costs nothing.
/// </summary>
internal sealed class HostRules
{
    private readonly HashSet<HostId> _only = [];
    private readonly HashSet<HostId> _not = [];
    private readonly List<HostConstraint> _constraints = [];
    private Demand _demand = null!;

    /// <summary>With or apart from whom.</summary>
    public IReadOnlyList<HostConstraint> Constraints => _constraints;

    /// <summary>Takes up a request.</summary>
    public void Take(ZoneLedger ledger, Demand demand, PlacementRequest request)
    {
        _demand = demand;
        Fill(_only, request.OnlyHosts);
        Fill(_not, request.NotHosts);
        _constraints.Clear();
        if (request.Groups.Length + request.Resources.Length > 0)
        {
            TakeConstraints(ledger, request);
        }
    }

    /// <summary>
    /// The hosts that the request names, or that its affinity leaves; null where any may do. Not each of them need do.
    /// </summary>
    public IReadOnlyCollection<HostId>? Few()
    {
        foreach (var constraint in _constraints)
        {
            if (constraint.OneHost is { } host)
            {
                return [host];
            }
        }

        return _only.Count > 0 ? _only : null;
    }

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

        foreach (var constraint in _constraints)
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

    private void TakeConstraints(ZoneLedger ledger, PlacementRequest request)
    {
        foreach (var group in request.Groups)
        {
            var name = $"group {group.Group}, {group.Scope}";
            var members = ledger.Members(group.Group).Where(member => member != request.Compute);
            Add(new(ledger, name, group.Type, group.Scope, members));
        }

        foreach (var resource in request.Resources)
        {
            var name = $"compute {resource.Compute}, {resource.Scope}";
            Add(new(ledger, name, resource.Type, resource.Scope, [resource.Compute]));
        }
    }

    private static void Fill(HashSet<HostId> set, ImmutableArray<HostId> hosts)
    {
        set.Clear();
        foreach (var host in hosts)
        {
            set.Add(host);
        }
    }

    /// <summary>The same wish twice is one wish.</summary>
    private void Add(HostConstraint constraint)
    {
        if (!_constraints.Exists(known => known.Type == constraint.Type
            && string.Equals(known.Name, constraint.Name, StringComparison.Ordinal)))
        {
            _constraints.Add(constraint);
        }
    }
}
