using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
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
    private readonly HashSet<HostId> _one = [];
    private readonly List<int> _in = [];
    private readonly List<int> _notIn = [];
    private readonly List<HostConstraint> _constraints = [];
    private readonly List<HostConstraint> _wishes = [];
    private ZoneLedger _ledger = null!;
    private readonly GroupRoom _room = new();
    private Demand _demand = null!;

    /// <summary>With or apart from whom, come what may.</summary>
    public IReadOnlyList<HostConstraint> Constraints => _constraints;

    /// <summary>Numbers of the aggregates it must be in, in the request's order.</summary>
    public IReadOnlyList<int> InAggregates => _in;

    /// <summary>Numbers of the aggregates it must not be in, in the request's order.</summary>
    public IReadOnlyList<int> NotInAggregates => _notIn;

    /// <summary>Whether there are wishes of soft groups.</summary>
    public bool HasWishes => _wishes.Count > 0;

    /// <summary>Whether those bind as well; not when a request was taken up.</summary>
    public bool HoldsWishes { get; set; }

    /// <summary>
    /// Whether the first member of a group is held to where the group has the most room; not when a request was taken
    /// up.
    /// </summary>
    public bool HoldsRoom { get; set; }

    /// <summary>Whether groups of socket scope, wished ones among them, bear on the NUMA nodes of hosts.</summary>
    public bool BindsNodes { get; private set; }

    /// <summary>What the policy's filters say.</summary>
    public FilterRules Filters { get; } = new();

    /// <summary>Takes up a request.</summary>
    public void Take(
        ZoneLedger ledger,
        Demand demand,
        PlacementRequest request,
        ImmutableArray<IHostFilter> filters)
    {
        _ledger = ledger;
        _demand = demand;
        Fill(_in, ledger.Aggregates, request.InAggregates);
        Fill(_notIn, ledger.Aggregates, request.NotInAggregates);
        Filters.Take(demand, request, filters);
        Fill(_only, request.OnlyHosts);
        Fill(_not, request.NotHosts);
        _constraints.Clear();
        _wishes.Clear();
        BindsNodes = false;
        if (request.Groups.Length + request.Resources.Length > 0)
        {
            TakeConstraints(ledger, request);
        }

        HoldsWishes = false;
        HoldsRoom = false;
    }

    /// <summary>
    /// The fewest hosts to look at: those that the request names, that its affinity leaves, or that have its rarest
    /// trait or aggregate; null where they are many. Not each of them need do.
    /// </summary>
    public HashSet<HostId>? Few()
    {
        _one.Clear();
        if ((OneHost(_constraints) ?? (HoldsWishes ? OneHost(_wishes) : null)) is { } host)
        {
            _one.Add(host);
            return _one;
        }

        var few = _only.Count > 0 ? _only : null;
        foreach (var trait in _demand.RequiredTraits)
        {
            few = Fewer(few, _ledger.TraitHosts.FewWith(trait));
        }

        foreach (var aggregate in _in)
        {
            few = Fewer(few, _ledger.AggregateHosts.FewWith(aggregate));
        }

        return few;
    }

    public bool Allows(HostState host)
    {
        if (!IsPlaced(host) || !IsArchitecture(host) || !Filters.Allow(host))
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

        return IsInAggregates(host)
            && Allow(_constraints, host)
            && (!HoldsWishes || Fulfils(host))
            && (!HoldsRoom || IsRoomy(host));
    }

    /// <summary>
    /// What a host that is allowed leaves of its NUMA nodes, by all that binds; hosts where that is nothing in one are
    /// among them.
    /// </summary>
    public NodeLimits LimitsOf(HostState host) => BindsNodes ? LimitsByAll(host) : default;

    /// <summary>Holds the first member of a group to where the group has the most room.</summary>
    /// <returns>
    /// Whether it is; not where it is no first member, has one host to go to (which may have sockets to choose from),
    /// or no host is known to have room.
    /// </returns>
    public bool HoldRoom(ZoneLedger ledger, PlacementRequest request)
    {
        HoldsRoom = false;
        var first = _constraints.Find(constraint => constraint.IsFirst) ?? _wishes.Find(wish => wish.IsFirst);
        HoldsRoom = first is not null
            && (first.Scope == AffinityScope.Socket || Few() is not { Count: 1 })
            && _room.Look(ledger, request.Requirements, this, first.Scope);
        return HoldsRoom;
    }

    /// <summary>Whether a host is where <see cref="HoldRoom"/> found the most room.</summary>
    public bool IsRoomy(HostState host) => _room.IsRoomy(host, ClosedOn(host));

    /// <summary>NUMA nodes of a host that groups close, as bits.</summary>
    public ulong ClosedOn(HostState host) => BindsNodes ? LimitsOfGroups(host).Closed : 0;

    /// <summary>Whether a host is as soft groups wish.</summary>
    public bool Fulfils(HostState host) => Allow(_wishes, host);

    public bool IsPlaced(HostState host) =>
        (_only.Count == 0 || _only.Contains(host.Id)) && (_not.Count == 0 || !_not.Contains(host.Id));

    public bool IsArchitecture(HostState host) =>
        _demand.Architecture == NameTable.None || _demand.Architecture == host.Shape.Architecture;

    public static bool IsIn(HostState host, int aggregate) => Array.IndexOf(host.AggregateNumbers, aggregate) >= 0;

    public static bool Has(HostState host, int trait) => Array.IndexOf(host.Shape.Traits, trait) >= 0;

    private bool IsInAggregates(HostState host)
    {
        foreach (var aggregate in _in)
        {
            if (!IsIn(host, aggregate))
            {
                return false;
            }
        }

        foreach (var aggregate in _notIn)
        {
            if (IsIn(host, aggregate))
            {
                return false;
            }
        }

        return true;
    }

    private static HashSet<HostId>? Fewer(HashSet<HostId>? one, HashSet<HostId>? other) =>
        one is null || other?.Count < one.Count ? other : one;

    private NodeLimits LimitsByAll(HostState host)
    {
        var limits = LimitsOfGroups(host);
        return HoldsRoom ? limits.And(_room.LimitsOf(host, limits.Closed)) : limits;
    }

    private NodeLimits LimitsOfGroups(HostState host)
    {
        var limits = LimitsOf(_constraints, host);
        return HoldsWishes ? limits.And(LimitsOf(_wishes, host)) : limits;
    }

    private static NodeLimits LimitsOf(List<HostConstraint> constraints, HostState host)
    {
        var limits = default(NodeLimits);
        foreach (var constraint in constraints)
        {
            limits = limits.And(constraint.LimitsOf(host));
        }

        return limits;
    }

    private void TakeConstraints(ZoneLedger ledger, PlacementRequest request)
    {
        var floats = _demand.NodeCount == 0;
        foreach (var group in request.Groups)
        {
            var name = $"group {group.Group}, {group.Scope}";
            var others = ledger.Members(group.Group).Where(member => member != request.Compute);
            Add(
                group.IsSoft ? _wishes : _constraints,
                new(ledger, name, group.Type, group.Scope, group.MaxPerScope, others, floats));
        }

        foreach (var resource in request.Resources)
        {
            var name = $"compute {resource.Compute}, {resource.Scope}";
            Add(_constraints, new(ledger, name, resource.Type, resource.Scope, most: 1, [resource.Compute], floats));
        }
    }

    private static void Fill(List<int> numbers, NameTable names, ImmutableArray<string> wanted)
    {
        numbers.Clear();
        foreach (var name in wanted)
        {
            numbers.Add(names.Find(name));
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

    private static bool Allow(List<HostConstraint> constraints, HostState host)
    {
        foreach (var constraint in constraints)
        {
            if (!constraint.Allows(host))
            {
                return false;
            }
        }

        return true;
    }

    private static HostId? OneHost(List<HostConstraint> constraints)
    {
        foreach (var constraint in constraints)
        {
            if (constraint.OneHost is { } host)
            {
                return host;
            }
        }

        return null;
    }

    /// <summary>The same wish twice is one wish.</summary>
    private void Add(List<HostConstraint> constraints, HostConstraint constraint)
    {
        BindsNodes |= constraint.Scope == AffinityScope.Socket;
        if (!constraints.Exists(known => known.Type == constraint.Type
            && string.Equals(known.Name, constraint.Name, StringComparison.Ordinal)))
        {
            constraints.Add(constraint);
        }
    }
}
