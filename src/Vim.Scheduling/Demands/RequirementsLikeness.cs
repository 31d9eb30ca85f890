using System.Collections.Immutable;
using Vim.Domain.Epa;

namespace Vim.Scheduling.Demands;

/// <summary>
/// Whether two requirements read as the same <see cref="Demand"/>: equal in all that <see cref="DemandReader"/> looks
/// at, whatever their vNICs are called or connected to. Allocates nothing.
/// </summary>
internal static class RequirementsLikeness
{
    /// <summary>
    /// By numbers alone, mixed by one multiplication each: a decision takes some hundred nanoseconds, and hashing text
    /// would be a good part of it. What differs in names only falls on one place of the cache.
    /// </summary>
    public static int Hash(ComputeRequirements wanted)
    {
        var hash = Mix((ulong)wanted.VirtualCpuCount, wanted.Memory.Bytes);
        hash = Mix(
            hash, ((int)wanted.CpuPolicy << 8) + ((int)wanted.ThreadPolicy << 4) + (int)wanted.EmulatorThreads);
        hash = Mix(hash, wanted.PageSize.Exact.Bytes + (int)wanted.PageSize.Kind);
        hash = Mix(hash, wanted.NumaNodes.Length);
        foreach (var vnic in wanted.Vnics)
        {
            hash = Mix(hash, vnic.GuaranteedIngress.BitsPerSecond + (int)vnic.Kind);
            hash = Mix(hash, vnic.PhysicalNetwork?.Length ?? 0);
        }

        return (int)(hash >> 32);
    }

    private static ulong Mix(ulong hash, long value) => (hash ^ (ulong)value) * 0x9E3779B97F4A7C15;

    public static bool Alike(ComputeRequirements left, ComputeRequirements right) =>
        ReferenceEquals(left, right)
        || (left.VirtualCpuCount == right.VirtualCpuCount
            && left.Memory == right.Memory
            && left.LocalStorage == right.LocalStorage
            && Same(left.Architecture, right.Architecture)
            && left.CpuPolicy == right.CpuPolicy
            && left.DedicatedVirtualCpus.Equals(right.DedicatedVirtualCpus)
            && left.ThreadPolicy == right.ThreadPolicy
            && left.EmulatorThreads == right.EmulatorThreads
            && left.PageSize == right.PageSize
            && left.GuestCpuTopology?.Threads == right.GuestCpuTopology?.Threads
            && left.PciNumaPolicy == right.PciNumaPolicy
            && left.NumaNodes.AsSpan().SequenceEqual(right.NumaNodes.AsSpan())
            && Alike(left.Vnics, right.Vnics)
            && left.Devices.AsSpan().SequenceEqual(right.Devices.AsSpan())
            && left.CpuPinningRules.AsSpan().SequenceEqual(right.CpuPinningRules.AsSpan())
            && left.RealTimeVirtualCpus.IsEmpty == right.RealTimeVirtualCpus.IsEmpty
            && Same(left.RequiredTraits, right.RequiredTraits)
            && Same(left.ForbiddenTraits, right.ForbiddenTraits));

    private static bool Alike(ImmutableArray<VnicRequirement> left, ImmutableArray<VnicRequirement> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (var index = 0; index < left.Length; index++)
        {
            if (!Alike(left[index], right[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Alike(VnicRequirement left, VnicRequirement right) =>
        left.Kind == right.Kind
        && Same(left.PhysicalNetwork, right.PhysicalNetwork)
        && left.GuaranteedIngress == right.GuaranteedIngress
        && left.GuaranteedEgress == right.GuaranteedEgress
        && left.NumaPolicy == right.NumaPolicy
        && left.GuestNumaNode == right.GuestNumaNode
        && Same(left.DistinctPfGroup, right.DistinctPfGroup)
        && Same(left.DistinctNicGroup, right.DistinctNicGroup)
        && Same(left.DistinctSwitchGroup, right.DistinctSwitchGroup);

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    private static bool Same(ImmutableSortedSet<string> left, ImmutableSortedSet<string> right)
    {
        if (ReferenceEquals(left, right) || left.Count != right.Count)
        {
            return ReferenceEquals(left, right);
        }

        for (var index = 0; index < left.Count; index++)
        {
            if (!Same(left[index], right[index]))
            {
                return false;
            }
        }

        return true;
    }
}
