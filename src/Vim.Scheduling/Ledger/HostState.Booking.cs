using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <content>What a placement takes of the counters and gives back to them.</content>
internal sealed partial class HostState
{
    /// <summary>Books a placement (<paramref name="sign"/> 1) or takes it back (-1).</summary>
    public void Book(HostPlacement placement, int sign)
    {
        BookCpus(placement, sign);
        foreach (var node in placement.Nodes)
        {
            BookNode(node, sign);
        }

        FreeShared -= sign * placement.FloatingVirtualCpuCount;
        FreeSmall -= sign * placement.FloatingMemory.Bytes;
        FreeStorage -= sign * placement.LocalStorage.Bytes;
        foreach (var vnic in placement.Vnics)
        {
            BookVnic(vnic, sign);
        }

        foreach (var address in placement.Devices)
        {
            var device = DeviceIndex(address);
            if (device >= 0)
            {
                DeviceClaimed[device] = sign > 0;
                KindFree[Shape.Devices.KindOf[device]] -= sign;
            }
        }
    }

    private void BookCpus(HostPlacement placement, int sign)
    {
        foreach (var pin in placement.Pins)
        {
            BookCpu(pin.HostCpu, sign);
        }

        BookCpus(placement.IdleSiblings, sign);
        if (placement.EmulatorIsolated)
        {
            BookCpus(placement.EmulatorCpus, sign);
        }
    }

    private void BookCpus(CpuSet cpus, int sign)
    {
        var words = cpus.Words;
        for (var index = 0; index < words.Length; index++)
        {
            for (var word = words[index]; word != 0; word &= word - 1)
            {
                BookCpu((index << 6) + BitOperations.TrailingZeroCount(word), sign);
            }
        }
    }

    private void BookCpu(int cpu, int sign)
    {
        if (cpu >= Shape.CoreOfCpu.Length || Shape.CoreOfCpu[cpu] < 0)
        {
            return;
        }

        var bit = 1UL << (cpu & 63);
        Claimed[cpu >> 6] ^= bit;
        if ((Shape.Dedicated[cpu >> 6] & bit) == 0)
        {
            return;
        }

        FreeCpus[cpu >> 6] ^= bit;
        var core = Shape.CoreOfCpu[cpu];
        CountCore(core, -1);
        CoreFree[core] -= sign;
        CountCore(core, 1);
    }

    private void BookNode(GuestNodePlacement part, int sign)
    {
        var node = Shape.NodeIndex(part.HostNode);
        if (node < 0)
        {
            return;
        }

        Nodes[node].Shared -= sign * part.FloatingVirtualCpuCount;
        if (part.PageSize == PageSize.Small)
        {
            Nodes[node].Small -= sign * part.Memory.Bytes;
            FreeSmall -= sign * part.Memory.Bytes;
            return;
        }

        var pool = Shape.PoolIndex(node, part.PageSize.Bytes);
        if (pool >= 0)
        {
            PoolFree[pool] -= sign * part.PageCount;
        }
    }

    private void BookVnic(VnicPlacement vnic, int sign)
    {
        var function = vnic.PhysicalFunction is { } address ? FunctionIndex(address) : -1;
        if (function < 0)
        {
            return;
        }

        ref var free = ref Functions[function];
        free.Uses += sign;
        free.Ingress -= sign * vnic.GuaranteedIngress.BitsPerSecond;
        free.Egress -= sign * vnic.GuaranteedEgress.BitsPerSecond;
        if (vnic.Kind == VnicKind.PfPassthrough)
        {
            free.Whole = sign > 0;
        }

        var index = vnic.VirtualFunction is { } vf ? VirtualFunctionIndex(function, vf) : -1;
        if (index >= 0)
        {
            VfClaimed[Shape.Functions[function].FirstVfWord + (index >> 6)] ^= 1UL << (index & 63);
            free.VirtualFunctions -= sign;
        }
    }

    private void CountCore(int core, int sign)
    {
        var shape = Shape.Cores[core];
        ref var node = ref Nodes[shape.Node];
        node.Cpus += sign * CoreFree[core];
        if (IsWhole(core))
        {
            node.WholeCores += sign;
            node.WholeThreads += shape.ThreadCount > 1 ? sign * shape.ThreadCount : 0;
        }
    }
}
