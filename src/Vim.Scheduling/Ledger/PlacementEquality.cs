using Vim.Domain.Placement;

namespace Vim.Scheduling.Ledger;

/// <summary>Equality of placements by what they say (records compare immutable arrays by reference).</summary>
public static class PlacementEquality
{
    /// <summary>Whether both give the same parts of the same host.</summary>
    public static bool Same(HostPlacement left, HostPlacement right) =>
        ReferenceEquals(left, right)
        || (left.Host == right.Host
            && left.Nodes.AsSpan().SequenceEqual(right.Nodes.AsSpan())
            && left.Pins.AsSpan().SequenceEqual(right.Pins.AsSpan())
            && left.FloatingVirtualCpuCount == right.FloatingVirtualCpuCount
            && left.FloatingCpus.Equals(right.FloatingCpus)
            && left.EmulatorCpus.Equals(right.EmulatorCpus)
            && left.EmulatorIsolated == right.EmulatorIsolated
            && left.IdleSiblings.Equals(right.IdleSiblings)
            && left.FloatingMemory == right.FloatingMemory
            && left.LocalStorage == right.LocalStorage
            && left.Vnics.AsSpan().SequenceEqual(right.Vnics.AsSpan())
            && left.Devices.AsSpan().SequenceEqual(right.Devices.AsSpan()));
}
