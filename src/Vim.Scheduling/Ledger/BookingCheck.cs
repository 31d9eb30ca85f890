using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>Finds what of a placement is not there to be booked.</summary>
internal static class BookingCheck
{
    /// <summary>
    /// What stands against booking, as a text; null when nothing does. Own things (CPUs, functions, devices) must
    /// exist and be unclaimed always. With <paramref name="countAmounts"/> the amounts (pages, memory, rates, storage,
    /// floating vCPUs) must be free as well.
    /// </summary>
    public static string? Find(HostState host, HostPlacement placement, bool mustExist, bool countAmounts) =>
        FindCpu(host, placement, mustExist)
        ?? FindFunction(host, placement, mustExist)
        ?? FindDevice(host, placement, mustExist)
        ?? FindNode(host, placement, mustExist)
        ?? (countAmounts ? FindAmount(host, placement) : null);

    private static string? FindCpu(HostState host, HostPlacement placement, bool mustExist)
    {
        Span<ulong> seen = stackalloc ulong[(CpuSet.MaxId + 64) / 64];
        string? problem = null;
        foreach (var pin in placement.Pins)
        {
            problem ??= FindCpu(host, pin.HostCpu, seen, mustExist);
        }

        foreach (var cpu in placement.IdleSiblings)
        {
            problem ??= FindCpu(host, cpu, seen, mustExist);
        }

        foreach (var cpu in placement.EmulatorIsolated ? placement.EmulatorCpus : CpuSet.Empty)
        {
            problem ??= FindCpu(host, cpu, seen, mustExist);
        }

        return problem;
    }

    private static string? FindCpu(HostState host, int cpu, Span<ulong> seen, bool mustExist)
    {
        if (cpu is < 0 or > CpuSet.MaxId)
        {
            return $"CPU {cpu} is no CPU id";
        }

        var bit = 1UL << (cpu & 63);
        if ((seen[cpu >> 6] & bit) != 0)
        {
            return $"CPU {cpu} is in the placement twice";
        }

        seen[cpu >> 6] |= bit;
        if (cpu >= host.Shape.CoreOfCpu.Length || host.Shape.CoreOfCpu[cpu] < 0)
        {
            return mustExist ? $"the host has no CPU {cpu}" : null;
        }

        return (host.Claimed[cpu >> 6] & bit) != 0 ? $"CPU {cpu} is claimed"
            : mustExist && (host.Shape.Dedicated[cpu >> 6] & bit) == 0 ? $"CPU {cpu} is not for dedicated vCPUs"
            : null;
    }

    private static string? FindFunction(HostState host, HostPlacement placement, bool mustExist)
    {
        for (var index = 0; index < placement.Vnics.Length; index++)
        {
            if (placement.Vnics[index].PhysicalFunction is { } address)
            {
                var function = host.FunctionIndex(address);
                var problem = function >= 0 ? FindFunction(host, function, placement, index, mustExist)
                    : mustExist ? $"the host has no physical function {address}"
                    : null;
                if (problem is not null)
                {
                    return problem;
                }
            }
        }

        return null;
    }

    private static string? FindFunction(
        HostState host, int function, HostPlacement placement, int index, bool mustExist)
    {
        var vnic = placement.Vnics[index];
        var others = 0;
        for (var other = 0; other < placement.Vnics.Length; other++)
        {
            if (other != index && placement.Vnics[other].PhysicalFunction == vnic.PhysicalFunction)
            {
                others++;
                if (vnic.VirtualFunction is not null && vnic.VirtualFunction == placement.Vnics[other].VirtualFunction)
                {
                    return $"virtual function {vnic.VirtualFunction} is in the placement twice";
                }
            }
        }

        ref readonly var free = ref host.Functions[function];
        return free.Whole ? $"physical function {vnic.PhysicalFunction} is claimed whole"
            : vnic.Kind == VnicKind.PfPassthrough && free.Uses + others > 0
                ? $"physical function {vnic.PhysicalFunction} cannot be claimed whole: it is in use"
            : vnic.VirtualFunction is { } vf ? FindVirtualFunction(host, function, vf, mustExist)
            : null;
    }

    private static string? FindVirtualFunction(HostState host, int function, PciAddress vf, bool mustExist)
    {
        var index = host.VirtualFunctionIndex(function, vf);
        if (index < 0)
        {
            var address = host.Inventory.PhysicalFunctions[function].Address;
            return mustExist ? $"physical function {address} has no VF {vf}" : null;
        }

        var word = host.VfClaimed[host.Shape.Functions[function].FirstVfWord + (index >> 6)];
        return (word >> (index & 63) & 1) != 0 ? $"virtual function {vf} is claimed" : null;
    }

    private static string? FindDevice(HostState host, HostPlacement placement, bool mustExist)
    {
        for (var index = 0; index < placement.Devices.Length; index++)
        {
            var address = placement.Devices[index];
            var device = host.DeviceIndex(address);
            if (device < 0)
            {
                if (mustExist)
                {
                    return $"the host has no device {address}";
                }
            }
            else if (host.DeviceClaimed[device] || placement.Devices.AsSpan()[..index].Contains(address))
            {
                return $"device {address} is claimed";
            }
            else if (mustExist && FindOtherPart(host, placement, device) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>What of a physical device stands against having a device as a whole, or as a part.</summary>
    private static string? FindOtherPart(HostState host, HostPlacement placement, int device)
    {
        var devices = host.Inventory.Devices;
        var own = host.Shape.Devices.Kinds[host.Shape.Devices.KindOf[device]];
        for (var other = 0; own.Parent >= 0 && other < devices.Length; other++)
        {
            var kind = host.Shape.Devices.Kinds[host.Shape.Devices.KindOf[other]];
            if (kind.Parent == own.Parent
                && kind.IsWhole != own.IsWhole
                && (host.DeviceClaimed[other] || placement.Devices.Contains(devices[other].Address)))
            {
                return $"device {devices[device].Address} cannot be had: {devices[other].Address} is claimed, "
                    + (own.IsWhole ? "a part of it" : "of which it is a part");
            }
        }

        return null;
    }

    private static string? FindNode(HostState host, HostPlacement placement, bool mustExist)
    {
        foreach (var part in placement.Nodes)
        {
            var node = host.Shape.NodeIndex(part.HostNode);
            var missing = node < 0
                ? $"the host has no NUMA node {part.HostNode}"
                : part.PageSize != PageSize.Small && host.Shape.PoolIndex(node, part.PageSize.Bytes) < 0
                    ? $"NUMA node {part.HostNode} has no pages of {part.PageSize}"
                    : null;
            if (missing is not null && mustExist)
            {
                return missing;
            }

            if (part.PageCount < 0 || part.FloatingVirtualCpuCount < 0)
            {
                return "the placement has a negative amount";
            }
        }

        return placement.FloatingVirtualCpuCount < 0
            || placement.FloatingMemory < MemorySize.Zero
            || placement.LocalStorage < MemorySize.Zero
            || placement.Vnics.Any(v => v.GuaranteedIngress < Bandwidth.Zero || v.GuaranteedEgress < Bandwidth.Zero)
            ? "the placement has a negative amount"
            : null;
    }

    /// <summary>Books on trial, looks for a counter below zero among those it touched, takes it back.</summary>
    private static string? FindAmount(HostState host, HostPlacement placement)
    {
        host.Book(placement, 1);
        var problem = FindShortNode(host, placement) ?? FindShortTotal(host, placement);
        foreach (var vnic in placement.Vnics)
        {
            if (vnic.PhysicalFunction is { } address)
            {
                var free = host.Functions[host.FunctionIndex(address)];
                problem ??= (vnic.GuaranteedIngress > Bandwidth.Zero && free.Ingress < 0)
                    || (vnic.GuaranteedEgress > Bandwidth.Zero && free.Egress < 0)
                    ? $"physical function {address} cannot guarantee so much"
                    : null;
            }
        }

        host.Book(placement, -1);
        return problem;
    }

    private static string? FindShortNode(HostState host, HostPlacement placement)
    {
        foreach (var part in placement.Nodes)
        {
            var node = host.Shape.NodeIndex(part.HostNode);
            if (part.FloatingVirtualCpuCount > 0 && host.Nodes[node].Shared < 0)
            {
                return $"NUMA node {part.HostNode} has no room for {part.FloatingVirtualCpuCount} floating vCPUs";
            }

            var free = part.PageSize == PageSize.Small
                ? host.Nodes[node].Small
                : host.PoolFree[host.Shape.PoolIndex(node, part.PageSize.Bytes)];
            if (part.PageCount > 0 && free < 0)
            {
                return $"NUMA node {part.HostNode} has no {part.PageCount} free pages of {part.PageSize}";
            }
        }

        return null;
    }

    private static string? FindShortTotal(HostState host, HostPlacement placement)
    {
        var small = placement.FloatingMemory > MemorySize.Zero
            || placement.Nodes.Any(part => part.PageSize == PageSize.Small && part.PageCount > 0);
        return small && host.FreeSmall < 0 ? "the host has not so much free small-page memory"
            : placement.FloatingVirtualCpuCount > 0 && host.FreeShared < 0 ? "the host's shared CPUs are full"
            : placement.LocalStorage > MemorySize.Zero && host.FreeStorage < 0 ? "the host's local storage is full"
            : null;
    }
}
