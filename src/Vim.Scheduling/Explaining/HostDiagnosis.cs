using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Says of one host every dimension that it fails on. A dimension fails when the request, cut down to that dimension,
/// does not fit: so each statement is true by itself. Only when each dimension alone would do are the joint ones looked
/// at: NUMA nodes at once, functions at once, functions near the NUMA nodes, all of it on the sockets that groups
/// leave. Empty exactly when <see cref="HostFit.Fit"/> finds a fit and the host qualifies.
/// </summary>
internal sealed class HostDiagnosis
{
    private readonly Demand _demand;
    private readonly HostRules _rules;
    private readonly NodeDiagnosis _nodes;
    private readonly FunctionDiagnosis _functions;
    private readonly DeviceDiagnosis _devices;
    private readonly NearnessDiagnosis _nearness;
    private readonly SocketDiagnosis _sockets;
    private readonly Wish[] _states;
    private readonly Wish _location;
    private readonly Wish _architecture;
    private readonly Wish[] _required;
    private readonly Wish[] _forbidden;
    private readonly Wish[] _in;
    private readonly Wish[] _notIn;
    private readonly Wish[] _constraints;
    private readonly (IHostFilter Filter, Wish Wish)[] _filters;
    private readonly Wish _storage;

    public HostDiagnosis(Demand demand, PlacementRequest request, HostRules rules, HostFit fit)
    {
        var wanted = request.Requirements;
        _demand = demand;
        _rules = rules;
        _states =
            [.. Enum.GetValues<HostAvailability>().Select(state => OfHost(Dimension.HostState, state.ToString()))];
        _location = OfHost(Dimension.Location, "");
        _architecture = OfHost(Dimension.Architecture, wanted.Architecture ?? "");
        _required = [.. wanted.HostTraits.Select(trait => OfHost(Dimension.Traits, $"{trait} required"))];
        _forbidden = [.. wanted.ForbiddenTraits.Select(trait => OfHost(Dimension.Traits, $"{trait} forbidden"))];
        _in = [.. request.InAggregates.Select(name => OfHost(Dimension.Aggregates, $"{name} required"))];
        _notIn = [.. request.NotInAggregates.Select(name => OfHost(Dimension.Aggregates, $"{name} forbidden"))];
        _constraints = [.. rules.Constraints.Select(constraint => OfHost(constraint.Dimension, constraint.Name))];
        _filters = [.. rules.Filters.Filters.Distinct()
            .Select(filter => (filter, OfHost(Dimension.PolicyFilter, filter.ToString() ?? "")))];
        _nodes = new(demand, wanted, fit, Found);
        _functions = new(demand, wanted, fit, Found);
        _devices = new(demand, wanted, fit, Found);
        _nearness = new(demand, fit, Found);
        _sockets = new(demand, rules, fit, Found);
        _storage = Found.Of(Dimension.LocalStorage, "", demand.LocalStorage, "MiB", 1 << 20);
    }

    /// <summary>What the host looked at last fails on.</summary>
    public Findings Found { get; } = new();

    /// <summary>Looks at a host.</summary>
    /// <returns>Whether the request fits.</returns>
    public bool Find(HostState host)
    {
        Found.Clear();
        FindHost(host);
        var before = Found.Count;
        _nodes.Find(host);
        _functions.Find(host);
        _devices.Find(host);
        var isNear = Found.Count == before;
        _storage.Check(Found, host.FreeStorage);
        if (isNear)
        {
            _nearness.Find(host);
        }

        if (Found.Count == 0)
        {
            _sockets.Find(host);
        }

        return Found.Count == 0;
    }

    private void FindHost(HostState host)
    {
        if (host.Availability != HostAvailability.Enabled)
        {
            _states[(int)host.Availability].Refuse(Found);
        }

        if (!_rules.IsPlaced(host))
        {
            _location.Refuse(Found);
        }

        if (!_rules.IsArchitecture(host))
        {
            _architecture.Refuse(Found);
        }

        for (var index = 0; index < _required.Length; index++)
        {
            if (!HostRules.Has(host, _demand.RequiredTraits[index]))
            {
                _required[index].Refuse(Found);
            }
        }

        for (var index = 0; index < _forbidden.Length; index++)
        {
            if (HostRules.Has(host, _demand.ForbiddenTraits[index]))
            {
                _forbidden[index].Refuse(Found);
            }
        }

        FindAggregates(host);
        for (var index = 0; index < _constraints.Length; index++)
        {
            if (!_rules.Constraints[index].Allows(host))
            {
                _constraints[index].Refuse(Found);
            }
        }

        FindFilters(host);
    }

    private void FindFilters(HostState host)
    {
        foreach (var (filter, wish) in _filters)
        {
            if (!_rules.Filters.Allows(filter, host))
            {
                wish.Refuse(Found);
            }
        }
    }

    private void FindAggregates(HostState host)
    {
        for (var index = 0; index < _in.Length; index++)
        {
            if (!HostRules.IsIn(host, _rules.InAggregates[index]))
            {
                _in[index].Refuse(Found);
            }
        }

        for (var index = 0; index < _notIn.Length; index++)
        {
            if (HostRules.IsIn(host, _rules.NotInAggregates[index]))
            {
                _notIn[index].Refuse(Found);
            }
        }
    }

    private Wish OfHost(Dimension dimension, string detail) => Found.Of(dimension, detail, 1, "hosts");
}
