using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Says of one host every dimension that it fails on. A dimension fails when the request, cut down to that dimension,
/// does not fit: so each statement is true by itself. Only when each dimension alone would do are the joint ones
/// looked at: NUMA nodes at once, functions at once, functions near the NUMA nodes. Empty exactly when
/// <see cref="HostFit.Fit"/> finds a fit and the host qualifies.
/// </summary>
internal sealed class HostDiagnosis
{
    private readonly Demand _demand;
    private readonly HostRules _rules;
    private readonly HostFit _fit;
    private readonly NodeDiagnosis _nodes;
    private readonly FunctionDiagnosis _functions;
    private readonly string _architecture;
    private readonly string[] _required;
    private readonly string[] _forbidden;

    public HostDiagnosis(Demand demand, PlacementRequest request, HostRules rules, HostFit fit)
    {
        _demand = demand;
        _rules = rules;
        _fit = fit;
        _nodes = new(demand, fit);
        _functions = new(demand, request.Requirements, fit);
        _architecture = request.Requirements.Architecture ?? "";
        _required = [.. request.Requirements.RequiredTraits.Select(trait => $"{trait} required")];
        _forbidden = [.. request.Requirements.ForbiddenTraits.Select(trait => $"{trait} forbidden")];
    }

    public List<Shortfall> Find(HostState host)
    {
        var found = new List<Shortfall>();
        FindHost(host, found);
        var parts = found.Count;
        _nodes.Find(host, found);
        var nodesFit = found.Count == parts;
        parts = found.Count;
        _functions.Find(host, found);
        var functionsFit = found.Count == parts;
        FindStorage(host, found);
        if (nodesFit && functionsFit)
        {
            _functions.FindNearness(host, found);
        }

        return found;
    }

    private void FindHost(HostState host, List<Shortfall> found)
    {
        if (host.Availability != HostAvailability.Enabled)
        {
            found.Add(Refuse(Dimension.HostState, host.Availability.ToString()));
        }

        if (!_rules.IsPlaced(host))
        {
            found.Add(Refuse(Dimension.Location, ""));
        }

        if (!_rules.IsArchitecture(host))
        {
            found.Add(Refuse(Dimension.Architecture, _architecture));
        }

        for (var index = 0; index < _required.Length; index++)
        {
            if (!HostRules.Has(host, _demand.RequiredTraits[index]))
            {
                found.Add(Refuse(Dimension.Traits, _required[index]));
            }
        }

        for (var index = 0; index < _forbidden.Length; index++)
        {
            if (HostRules.Has(host, _demand.ForbiddenTraits[index]))
            {
                found.Add(Refuse(Dimension.Traits, _forbidden[index]));
            }
        }

        foreach (var constraint in _rules.Constraints)
        {
            if (!constraint.Allows(host))
            {
                var dimension = constraint.Type == AffinityType.Affinity ? Dimension.Affinity : Dimension.AntiAffinity;
                found.Add(Refuse(dimension, constraint.Name));
            }
        }
    }

    private void FindStorage(HostState host, List<Shortfall> found)
    {
        var wanted = _demand.LocalStorage;
        if (wanted > 0 && host.FreeStorage < wanted)
        {
            found.Add(new(
                Dimension.LocalStorage,
                "",
                Amounts.WantedMiB(wanted),
                Amounts.FreeMiB(host.FreeStorage),
                "MiB"));
        }
    }

    private static Shortfall Refuse(Dimension dimension, string detail) => new(dimension, detail, 1, 0, "hosts");
}
