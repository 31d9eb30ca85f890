using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// Functions and rates of one host against a request: each wish alone, then all at once, wherever the guest is.
/// </summary>
internal sealed class FunctionDiagnosis
{
    private const string AllAtOnce = "all vNICs at once";
    private readonly FunctionDemand[] _items;
    private readonly HostFit _fit;
    private readonly Findings _found;
    private readonly NetworkDiagnosis[] _networks;
    private readonly (FunctionDemand[] Items, Func<FunctionShape, int, int> ThingOf, Wish Things)[] _labels;
    private readonly (Dimension Dimension, FunctionDemand[] Without)[] _relaxed;

    public FunctionDiagnosis(Demand demand, ComputeRequirements wanted, HostFit fit, Findings found)
    {
        _items = demand.Functions;
        _fit = fit;
        _found = found;
        string[] names = [.. wanted.Vnics.Select(vnic => vnic.Name)];
        _networks = [.. _items
            .GroupBy(item => wanted.Vnics[item.Vnic].PhysicalNetwork ?? "any network")
            .Select(group => new NetworkDiagnosis(group.Key, [.. group], names, found))];
        Scope[] scopes =
        [
            new(
                Dimension.DistinctPhysicalFunctions, "PFs", vnic => vnic.DistinctPfGroup, item => item.Label,
                static (_, function) => function),
            new(
                Dimension.DistinctNics, "NICs", vnic => vnic.DistinctNicGroup, item => item.NicLabel,
                static (shape, _) => shape.Nic),
            new(
                Dimension.DistinctSwitches, "switches", vnic => vnic.DistinctSwitchGroup, item => item.SwitchLabel,
                static (shape, _) => shape.Switch),
        ];
        _labels = [.. scopes.SelectMany(scope => _items
            .Where(item => scope.LabelOf(item) >= 0)
            .GroupBy(scope.LabelOf)
            .Select(group => (group.ToArray(), scope.ThingOf, scope.WishOf(found, wanted, [.. group]))))];
        _relaxed =
        [
            (Dimension.DistinctPhysicalFunctions, [.. _items.Select(item => item with { Label = -1 })]),
            (Dimension.DistinctNics, [.. _items.Select(item => item with { NicLabel = -1 })]),
            (Dimension.DistinctSwitches, [.. _items.Select(item => item with { SwitchLabel = -1 })]),
            (Dimension.IngressBandwidth, [.. _items.Select(item => item with { Ingress = 0 })]),
            (Dimension.EgressBandwidth, [.. _items.Select(item => item with { Egress = 0 })]),
            (Dimension.IngressBandwidth, [.. _items.Select(item => item with { Ingress = 0, Egress = 0 })]),
        ];
    }

    public void Find(HostState host)
    {
        if (_items.Length == 0)
        {
            return;
        }

        var before = _found.Count;
        foreach (var network in _networks)
        {
            network.Find(host);
        }

        foreach (var (items, thingOf, things) in _labels)
        {
            things.Check(_found, CountServing(host, items, thingOf));
        }

        if (_found.Count == before && !Solve(host, _items, _items.Length))
        {
            FindJoint(host);
        }
    }

    /// <summary>Functions, or cards or switches that several of them share, on which any of the vNICs may be.</summary>
    private static int CountServing(HostState host, FunctionDemand[] items, Func<FunctionShape, int, int> thingOf)
    {
        var (things, functions) = (0UL, host.Shape.Functions);
        for (var left = FunctionDemand.ServedAny(items, functions); left != 0; left &= left - 1)
        {
            var function = BitOperations.TrailingZeroCount(left);
            things |= 1UL << thingOf(functions[function], function);
        }

        return BitOperations.PopCount(things);
    }

    private bool Solve(HostState host, FunctionDemand[] items, int count)
    {
        _fit.Budget.StartHost();
        return _fit.Functions.Prepare(host, items, count)
            && _fit.Functions.Solve(host.Shape.AllNodes, [], 0, ignoreNuma: true);
    }

    /// <summary>
    /// Each wish could be met alone, all together cannot: named after the first wish without which they could, with
    /// how many vNICs, hardest first, go together.
    /// </summary>
    private void FindJoint(HostState host)
    {
        var detail = _fit.Budget.IsEnded ? $"{AllAtOnce}; {NearnessDiagnosis.Ended}" : AllAtOnce;
        var dimension = Dimension.VirtualFunctions;
        foreach (ref readonly var item in _items.AsSpan())
        {
            dimension = item.Kind == VnicKind.PfPassthrough ? Dimension.PhysicalFunctions : dimension;
        }

        foreach (var (without, items) in _relaxed)
        {
            if (Solve(host, items, items.Length))
            {
                dimension = without;
                break;
            }
        }

        var most = 0;
        while (most < _items.Length && Solve(host, _items, most + 1))
        {
            most++;
        }

        _found.Of(dimension, detail, _items.Length, "vNICs, hardest first").Check(_found, most);
    }

    /// <summary>What vNICs of a label are apart on.</summary>
    private sealed record Scope(
        Dimension Dimension,
        string Unit,
        Func<VnicRequirement, string?> NameOf,
        Func<FunctionDemand, int> LabelOf,
        Func<FunctionShape, int, int> ThingOf)
    {
        public Wish WishOf(Findings found, ComputeRequirements wanted, FunctionDemand[] items) =>
            found.Of(Dimension, NameOf(wanted.Vnics[items[0].Vnic])!, items.Length, Unit);
    }
}
