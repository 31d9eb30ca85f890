using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// What a host's row has more of in each column, at most, once a placement on it is released. Bounds add up: where
/// several are released the row has no more than its own numbers and theirs.
/// </summary>
internal static class HostRowGain
{
    public static Vector512<int> MostOf(HostPlacement placement, HostState host)
    {
        Span<int> gain = stackalloc int[Vector512<int>.Count];
        var cpus = placement.ClaimedCpus.Count;
        Set(gain, Column.FreeCpus, Column.NodeCpus, cpus);
        Set(gain, Column.WholeCores, Column.NodeWholeCores, cpus);
        Set(gain, Column.WholeThreads, Column.NodeWholeThreads, cpus * host.Shape.MostThreads);
        Set(gain, Column.Shared, Column.NodeShared, placement.FloatingVirtualCpuCount);
        var small = placement.FloatingMemory.Bytes
            + placement.Nodes.Where(node => node.PageSize == PageSize.Small).Sum(node => node.Memory.Bytes);
        var huge = placement.Nodes.Where(node => node.PageSize != PageSize.Small).Sum(node => node.Memory.Bytes);
        Set(gain, Column.SmallMiB, Column.NodeSmallMiB, ToMiB(small));
        Set(gain, Column.HugeMiB, Column.NodeHugeMiB, ToMiB(huge));
        gain[(int)Column.VirtualFunctions] = placement.Vnics.Sum(vnic => VirtualFunctionsOf(vnic, host));
        gain[(int)Column.Devices] = placement.Devices.Length;
        gain[(int)Column.StorageMiB] = ToMiB(placement.LocalStorage.Bytes);
        return Vector512.Create<int>(gain);
    }

    private static void Set(Span<int> gain, Column sum, Column ofNode, int amount) =>
        gain[(int)sum] = gain[(int)ofNode] = amount;

    /// <summary>Rounded up: rows are rounded down, and two halves may make a whole.</summary>
    private static int ToMiB(long bytes) => HostRow.ToMiB(bytes + (1 << 20) - 1);

    /// <summary>Who has a function whole has all its VFs.</summary>
    private static int VirtualFunctionsOf(VnicPlacement vnic, HostState host)
    {
        var function = vnic.PhysicalFunction is { } address ? host.FunctionIndex(address) : -1;
        return function >= 0 && vnic.Kind == VnicKind.PfPassthrough
            ? host.Shape.Functions[function].VirtualFunctionCount
            : vnic.VirtualFunction is null ? 0 : 1;
    }
}
