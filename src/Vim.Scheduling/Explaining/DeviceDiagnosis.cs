using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

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
            free += demand.Takes(host.Shape.DeviceKinds[kind]) ? host.KindFree[kind] : 0;
        }

        return free;
    }

    private bool Solve(HostState host, int count) =>
        _fit.Devices.Prepare(host, _demands, count)
        && _fit.Devices.Solve(host.Shape.AllNodes, 0, ignoreNuma: true);
}
