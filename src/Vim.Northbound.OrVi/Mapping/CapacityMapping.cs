using Vim.Engine;
using Vim.Scheduling.Views;
using Proto = Nfv.OrVi.V1;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>Capacity of zones (IFA 005 8.7.3).</summary>
internal static class CapacityMapping
{
    /// <summary>
    /// The four figures, summed over zones; those that <paramref name="wanted"/> leaves out are absent.
    /// </summary>
    public static Proto.CapacityInformation ToProto(
        IReadOnlyList<ZoneCapacity> zones, Func<Proto.ResourceCapacityType, bool> wanted)
    {
        var result = new Proto.CapacityInformation();
        if (wanted(Proto.ResourceCapacityType.Total))
        {
            result.TotalCapacity = Figures(zones, zone => zone.HostCount, sum => sum.Total);
        }

        if (wanted(Proto.ResourceCapacityType.Available))
        {
            result.AvailableCapacity = Figures(zones, zone => zone.EnabledHostCount, sum => sum.Available);
        }

        if (wanted(Proto.ResourceCapacityType.Allocated))
        {
            result.AllocatedCapacity = Figures(zones, zone => zone.HostCount, sum => sum.Allocated);
        }

        if (wanted(Proto.ResourceCapacityType.Reserved))
        {
            result.ReservedCapacity = Figures(zones, _ => 0, sum => sum.Reserved);
        }

        return result;
    }

    /// <summary>How many more computes fit (project extension).</summary>
    public static Proto.FittingComputes ToProto(FittingCount fitting)
    {
        var result = new Proto.FittingComputes
        {
            ComputeCount = fitting.All.Count,
            LimitReached = fitting.All.IsLimitReached,
        };
        result.Zones.AddRange(fitting.Zones.Select(zone => new Proto.ZoneFittingComputes
        {
            ZoneId = zone.Zone.Value,
            ComputeCount = zone.Count.Count,
            LimitReached = zone.Count.IsLimitReached,
        }));
        return result;
    }

    private static Proto.CapacityFigures Figures(
        IReadOnlyList<ZoneCapacity> zones, Func<ZoneCapacity, int> hosts, Func<CapacitySum, long> figure)
    {
        var result = new Proto.CapacityFigures
        {
            HostCount = zones.Sum(hosts),
            DedicatedCpuCount = zones.Sum(zone => figure(zone.DedicatedCpus)),
            SharedVirtualCpuCount = zones.Sum(zone => figure(zone.FloatingVirtualCpus)),
            SmallPageMemory = new() { Bytes = zones.Sum(zone => figure(zone.SmallPageBytes)) },
            LocalStorage = new() { Bytes = zones.Sum(zone => figure(zone.LocalStorageBytes)) },
            VirtualFunctionCount = zones.Sum(zone => figure(zone.VirtualFunctions)),
        };
        result.HugePages.AddRange(zones
            .SelectMany(zone => zone.HugePages)
            .GroupBy(pages => pages.Size)
            .OrderByDescending(group => group.Key)
            .Select(group => new Proto.HugePageFigure
            {
                PageSizeBytes = group.Key.Bytes,
                PageCount = group.Sum(pages => figure(pages.Pages)),
            }));
        return result;
    }
}
