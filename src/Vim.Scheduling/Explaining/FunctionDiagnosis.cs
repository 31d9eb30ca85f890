using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>Functions, rates and devices of one host against a request.</summary>
internal sealed class FunctionDiagnosis
{
    private const string Ended = "the search was ended before it was complete";
    private readonly Demand _demand;
    private readonly ComputeRequirements _wanted;
    private readonly HostFit _fit;
    private readonly string[] _networks;
    private readonly string[] _vnics;
    private readonly string[] _devices;

    public FunctionDiagnosis(Demand demand, ComputeRequirements wanted, HostFit fit)
    {
        _demand = demand;
        _fit = fit;
        _wanted = wanted;
        var vnics = wanted.Vnics;
        _networks = [.. demand.Functions.Select(item => vnics[item.Vnic].PhysicalNetwork ?? "any network")];
        _vnics = [.. demand.Functions.Select(item => $"vNIC {vnics[item.Vnic].Name}")];
        _devices = [.. wanted.Devices.Select(device =>
            device.Alias ?? $"{device.VendorId:x4}:{device.DeviceId:x4}")];
    }

    /// <summary>
    /// Each wish alone, then all functions at once and all devices at once, wherever the guest may be.
    /// </summary>
    public void Find(HostState host, List<Shortfall> found)
    {
        var before = found.Count;
        for (var item = 0; item < _demand.Functions.Length; item++)
        {
            if (IsFirstOfNetwork(item))
            {
                FindNetwork(host, item, found);
            }
        }

        FindLabels(host, found);
        if (found.Count == before && _demand.Functions.Length > 0 && !SolveFunctions(host, _demand.Functions))
        {
            FindJoint(host, found);
        }

        before = found.Count;
        for (var item = 0; item < _demand.Devices.Length; item++)
        {
            if (Array.IndexOf(_devices, _devices[item]) == item)
            {
                var wanted = _demand.Devices.Where((_, other) => _devices[other] == _devices[item]).Sum(like => like.Count);
                var free = FreeDevices(host, _demand.Devices[item]);
                Compare(found, Dimension.Devices, _devices[item], wanted, free, "devices");
            }
        }

        if (found.Count == before && !SolveDevices(host, _demand.Devices.Length))
        {
            Compare(
                found,
                Dimension.Devices,
                "all demands at once",
                _demand.Devices.Length,
                Prefix(_demand.Devices.Length, count => SolveDevices(host, count)),
                "device demands, in order");
        }
    }

    /// <summary>Everything is there; is it near enough?</summary>
    public void FindNearness(HostState host, List<Shortfall> found)
    {
        var functions = _demand.Functions.Length;
        var all = functions + _demand.Devices.Length;
        if (all == 0)
        {
            return;
        }

        bool Fits(int count) => _fit.FitPart(
            host,
            _demand,
            Math.Min(count, functions),
            Math.Max(0, count - functions));

        if (!Fits(all))
        {
            var detail = _fit.Budget.IsEnded ? Ended : "";
            Compare(found, Dimension.PciNumaAffinity, detail, all, Prefix(all, Fits), "PCI demands, hardest first");
        }
    }

    /// <summary>The largest count, from 0 up, that does; more than one that does not never does.</summary>
    private static int Prefix(int count, Func<int, bool> fits)
    {
        for (var next = 1; next <= count; next++)
        {
            if (!fits(next))
            {
                return next - 1;
            }
        }

        return count;
    }

    private static void Compare(
        List<Shortfall> found,
        Dimension dimension,
        string detail,
        long wanted,
        long available,
        string unit)
    {
        if (wanted > available)
        {
            found.Add(new(dimension, detail, wanted, Math.Max(0, available), unit));
        }
    }

    private static bool Leads(in FunctionShape shape, int network) => network == NameTable.None
        ? shape.Network != NameTable.None
        : shape.Network == network;

    private static bool IsCapable(in FunctionShape shape, in FunctionDemand item) => Leads(shape, item.Network)
        && item.Kind switch
        {
            VnicKind.Virtio => shape.CarriesVirtio,
            VnicKind.PfPassthrough => shape.AllowsPassthrough,
            _ => true,
        };

    private static long FreeDevices(HostState host, in DeviceDemand demand)
    {
        var free = 0;
        for (var kind = 0; kind < host.KindFree.Length; kind++)
        {
            free += demand.Takes(host.Shape.DeviceKinds[kind]) ? host.KindFree[kind] : 0;
        }

        return free;
    }

    private bool IsFirstOfNetwork(int item)
    {
        for (var before = 0; before < item; before++)
        {
            if (_demand.Functions[before].Network == _demand.Functions[item].Network
                && string.Equals(_networks[before], _networks[item], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private void FindNetwork(HostState host, int first, List<Shortfall> found)
    {
        var name = _networks[first];
        var network = _demand.Functions[first].Network;
        if (!host.Shape.Functions.Any(shape => Leads(shape, network)))
        {
            found.Add(new(Dimension.PhysicalNetwork, name, 1, 0, "PFs"));
            return;
        }

        var members = Enumerable.Range(first, _demand.Functions.Length - first)
            .Where(item => string.Equals(_networks[item], name, StringComparison.Ordinal))
            .ToArray();
        FindKinds(host, name, [.. members.Select(item => _demand.Functions[item])], found);
        FindRates(host, members, Dimension.IngressBandwidth, item => item.Ingress, free => free.Ingress, found);
        FindRates(host, members, Dimension.EgressBandwidth, item => item.Egress, free => free.Egress, found);
    }

    private static void FindKinds(HostState host, string name, FunctionDemand[] items, List<Shortfall> found)
    {
        var network = items[0].Network;
        var virtualFunctions = 0L;
        var whole = 0L;
        var uplinks = 0L;
        for (var index = 0; index < host.Functions.Length; index++)
        {
            var shape = host.Shape.Functions[index];
            var free = host.Functions[index];
            if (Leads(shape, network) && !free.Whole)
            {
                virtualFunctions += free.VirtualFunctions;
                whole += shape.AllowsPassthrough && free.Uses == 0 ? 1 : 0;
                uplinks += shape.CarriesVirtio ? 1 : 0;
            }
        }

        Compare(found, Dimension.VirtualFunctions, name, items.Count(item => item.TakesVf), virtualFunctions, "VFs");
        var wanted = items.Count(item => item.Kind == VnicKind.PfPassthrough);
        Compare(found, Dimension.PhysicalFunctions, name, wanted, whole, "PFs");
        if (items.Any(item => item.Kind == VnicKind.Virtio) && uplinks == 0)
        {
            found.Add(new(Dimension.PhysicalNetwork, $"{name} for virtio", 1, 0, "PFs"));
        }
    }

    private void FindRates(
        HostState host,
        int[] members,
        Dimension dimension,
        Func<FunctionDemand, long> rateOf,
        Func<FunctionFree, long> freeOf,
        List<Shortfall> found)
    {
        var wanted = 0L;
        foreach (var member in members)
        {
            var item = _demand.Functions[member];
            wanted += rateOf(item);
            if (rateOf(item) > 0)
            {
                var best = FreeRates(host, shape => IsCapable(shape, item), freeOf).Append(0).Max();
                FindRate(found, dimension, $"{_networks[member]}, {_vnics[member]}", rateOf(item), best);
            }
        }

        if (wanted > 0 && members.Length > 1)
        {
            var all = FreeRates(
                host,
                shape => members.Any(member => IsCapable(shape, _demand.Functions[member])),
                freeOf);
            FindRate(found, dimension, $"{_networks[members[0]]}, all vNICs", wanted, all.Sum(free => Math.Max(0, free)));
        }
    }

    private static void FindRate(List<Shortfall> found, Dimension dimension, string detail, long wanted, long free)
    {
        if (wanted > free)
        {
            found.Add(new(dimension, detail, Amounts.WantedMbps(wanted), Amounts.FreeMbps(free), "Mbit/s"));
        }
    }

    private static List<long> FreeRates(
        HostState host,
        Func<FunctionShape, bool> serves,
        Func<FunctionFree, long> freeOf)
    {
        var rates = new List<long>();
        for (var index = 0; index < host.Functions.Length; index++)
        {
            if (serves(host.Shape.Functions[index]) && !host.Functions[index].Whole)
            {
                rates.Add(freeOf(host.Functions[index]));
            }
        }

        return rates;
    }

    private void FindLabels(HostState host, List<Shortfall> found)
    {
        foreach (var group in _demand.Functions.Where(item => item.Label >= 0).GroupBy(item => item.Label))
        {
            var items = group.ToArray();
            var functions = host.Shape.Functions.Count(shape => items.Any(item => IsCapable(shape, item)));
            var label = _wanted.Vnics[items[0].Vnic].DistinctPfGroup!;
            Compare(found, Dimension.DistinctPhysicalFunctions, label, items.Length, functions, "PFs");
        }
    }

    private bool SolveFunctions(HostState host, FunctionDemand[] items, int? count = null) =>
        _fit.Functions.Prepare(host, items, count ?? items.Length)
        && _fit.Functions.Solve(host.Shape.AllNodes, [], 0, ignoreNuma: true);

    private bool SolveDevices(HostState host, int count) =>
        _fit.Devices.Prepare(host, _demand.Devices, count)
        && _fit.Devices.Solve(host.Shape.AllNodes, 0, ignoreNuma: true);

    /// <summary>
    /// Each wish could be met alone, all together cannot: named after the first wish without which they could, with
    /// how many vNICs, hardest first, go together.
    /// </summary>
    private void FindJoint(HostState host, List<Shortfall> found)
    {
        var items = _demand.Functions;
        var detail = _fit.Budget.IsEnded ? $"all vNICs at once; {Ended}" : "all vNICs at once";
        var dimension =
            SolveFunctions(host, [.. items.Select(item => item with { Label = -1 })]) ? Dimension.DistinctPhysicalFunctions
            : SolveFunctions(host, [.. items.Select(item => item with { Ingress = 0 })]) ? Dimension.IngressBandwidth
            : SolveFunctions(host, [.. items.Select(item => item with { Egress = 0 })]) ? Dimension.EgressBandwidth
            : SolveFunctions(host, [.. items.Select(item => item with { Ingress = 0, Egress = 0 })])
                ? Dimension.IngressBandwidth
            : items.Any(item => item.Kind == VnicKind.PfPassthrough) ? Dimension.PhysicalFunctions
            : Dimension.VirtualFunctions;
        var most = Prefix(items.Length, count => SolveFunctions(host, items, count));
        Compare(found, dimension, detail, items.Length, most, "vNICs, hardest first");
    }
}
