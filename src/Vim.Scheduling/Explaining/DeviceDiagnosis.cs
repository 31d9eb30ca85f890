using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// PCI devices of one host against a request: each kind alone, then all at once, wherever the guest is.
/// </summary>
internal sealed class DeviceDiagnosis
{
    private readonly DeviceDemand[] _demands;
    private readonly HostFit _fit;
    private readonly Findings _found;
    private readonly (DeviceDemand Demand, Wish Free)[] _kinds;
    private readonly (DeviceDemand Demand, Wish Free)[] _spreads;
    private readonly Wish _all;

    public DeviceDiagnosis(Demand demand, ComputeRequirements wanted, HostFit fit, Findings found)
    {
        _demands = demand.Devices;
        _fit = fit;
        _found = found;
        string[] names = [.. wanted.Devices.Select(device =>
            device.Alias ?? $"{device.VendorId:x4}:{device.DeviceId:x4}")];
        _kinds = [.. _demands.Zip(names).GroupBy(pair => pair.Second).Select(group => (
            group.First().First,
            found.Of(Dimension.Devices, group.Key, group.Sum(pair => pair.First.Count), "devices")))];
        _spreads = [.. _demands.Zip(names)
            .Where(pair => pair.First.Spread != DeviceSpread.Any)
            .GroupBy(pair => $"{pair.Second}, {Words(pair.First.Spread)}")
            .Select(group => (
                group.First().First,
                found.Of(Dimension.Devices, group.Key, group.Max(pair => pair.First.Count), "devices")))];
        _all = found.Of(Dimension.Devices, "all demands at once", _demands.Length, "device demands, in order");
    }

    public void Find(HostState host)
    {
        if (_demands.Length == 0)
        {
            return;
        }

        var before = _found.Count;
        foreach (var (demand, free) in _kinds)
        {
            free.Check(_found, CountFree(host, demand));
        }

        foreach (var (demand, free) in _spreads)
        {
            free.Check(_found, CountSpread(host, demand));
        }

        if (_found.Count == before && !Solve(host, _demands.Length))
        {
            var most = 0;
            while (most < _demands.Length && Solve(host, most + 1))
            {
                most++;
            }

            _all.Check(_found, most);
        }
    }

    private static int CountFree(HostState host, in DeviceDemand demand)
    {
        var free = 0;
        for (var kind = 0; kind < host.KindFree.Length; kind++)
        {
            free += demand.Takes(host.Shape.Devices.Kinds[kind]) ? host.TakeableDevices(kind) : 0;
        }

        return free;
    }

    private static string Words(DeviceSpread spread) =>
        spread == DeviceSpread.Together ? "on one physical device" : "on different physical devices";

    /// <summary>The most free devices of one physical device, or how many physical devices have one free.</summary>
    private static int CountSpread(HostState host, in DeviceDemand demand)
    {
        var kinds = host.Shape.Devices.Kinds;
        var (most, physical) = (0, 0);
        for (var first = 0; first < kinds.Length; first++)
        {
            var free = demand.Takes(kinds[first]) ? host.TakeableDevices(first) : 0;
            var isOwn = kinds[first].Parent < 0;
            var isKnown = false;
            for (var other = 0; other < kinds.Length && !isOwn; other++)
            {
                isKnown |= other < first && kinds[other].Parent == kinds[first].Parent;
                free += other != first && kinds[other].Parent == kinds[first].Parent && demand.Takes(kinds[other])
                    ? host.TakeableDevices(other)
                    : 0;
            }

            most = Math.Max(most, isOwn ? Math.Min(1, free) : free);
            physical += isOwn ? free : isKnown ? 0 : Math.Min(1, free);
        }

        return demand.Spread == DeviceSpread.Together ? most : physical;
    }

    private bool Solve(HostState host, int count)
    {
        _fit.Budget.StartHost();
        return _fit.Devices.Prepare(host, _demands, count)
            && _fit.Devices.Solve(host.Shape.AllNodes, 0, ignoreNuma: true);
    }
}
