using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Demands;

/// <summary>Sums a demand up: what a host's row must have at least, and what a scorer sees. Pure.</summary>
internal static class DemandBounds
{
    /// <summary>The least that a row which may fit has in each column.</summary>
    public static Vector512<int> LeastOf(Demand demand)
    {
        Span<int> least = stackalloc int[Vector512<int>.Count];
        HostRow.NoBound.CopyTo(least);
        Bound(least, Column.Enabled, 1);
        var (sums, nodes) = demand.ThreadPolicy switch
        {
            CpuThreadPolicy.Isolate => (Column.WholeCores, Column.NodeWholeCores),
            CpuThreadPolicy.Require => (Column.WholeThreads, Column.NodeWholeThreads),
            _ => (Column.FreeCpus, Column.NodeCpus),
        };
        Bound(least, sums, demand.Cpus.Sum());
        Bound(least, nodes, demand.Cpus.Append(0).Max());
        Bound(least, Column.Shared, demand.TotalFloating);
        Bound(least, Column.NodeShared, demand.Floating.Append(0).Max());
        BoundMemory(least, demand);
        Bound(least, Column.VirtualFunctions, demand.Functions.Count(item => item.TakesVf));
        Bound(least, Column.Devices, demand.Devices.Sum(device => device.Count));
        Bound(least, Column.StorageMiB, HostRow.ToMiB(demand.LocalStorage));
        return Vector512.Create<int>(least);
    }

    /// <summary>What a scorer sees.</summary>
    public static RequestLoad LoadOf(Demand demand)
    {
        var huge = demand.NodeCount > 0 && !demand.SmallOnly;
        var cpus = demand.Cpus.Sum();
        var memory = HostRow.ToMiB(demand.NodeCount > 0 ? demand.Memory.Sum() : demand.FloatingMemory);
        return new(
            new(WantsDedicatedCpus: cpus > 0, huge),
            new(
                cpus,
                demand.TotalFloating,
                huge ? 0 : memory,
                huge ? memory : 0,
                demand.Functions.Count(item => item.TakesVf)));
    }

    /// <summary>
    /// What it takes of the NUMA nodes that it is on, less where pages may be of either kind or VFs on other nodes.
    /// </summary>
    public static ImmutableArray<NodeOutcome> ExactOf(Demand demand) =>
    [
        .. Enumerable.Range(0, demand.NodeCount).Select(guest =>
        {
            var memory = HostRow.ToMiB(demand.Memory[guest]);
            var huge = !demand.SmallOnly && demand.PageSize.Kind != PageSizeKind.Any;
            HostAmounts taken = new(
                demand.Cpus[guest],
                demand.Floating[guest],
                demand.SmallOnly ? memory : 0,
                huge ? memory : 0,
                demand.Functions.Count(item => item.TakesVf && IsOn(item, demand, guest)));
            return new NodeOutcome(demand.GuestNodeIds[guest], IsUsed: true, taken, default);
        }),
    ];

    /// <summary>Whether a function is on the host node of a guest node wherever that is, none being remote.</summary>
    private static bool IsOn(in FunctionDemand item, Demand demand, int guest) => item.Nearness switch
    {
        Nearness.Tied => item.GuestNode == guest,
        Nearness.Required or Nearness.Preferred => demand.NodeCount == 1,
        _ => false,
    };

    private static void BoundMemory(Span<int> least, Demand demand)
    {
        var sum = HostRow.ToMiB(demand.Memory.Sum() + demand.FloatingMemory);
        var most = HostRow.ToMiB(demand.Memory.Append(0).Max());
        if (demand.NodeCount == 0 || demand.SmallOnly)
        {
            Bound(least, Column.SmallMiB, sum);
            Bound(least, Column.NodeSmallMiB, most);
        }
        else if (demand.PageSize.Kind != PageSizeKind.Any)
        {
            Bound(least, Column.HugeMiB, sum);
            Bound(least, Column.NodeHugeMiB, most);
        }
    }

    private static void Bound(Span<int> least, Column column, int amount)
    {
        if (amount > 0)
        {
            least[(int)column] = amount;
        }
    }
}
