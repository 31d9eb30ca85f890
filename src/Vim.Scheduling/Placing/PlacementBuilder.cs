using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Fitting;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Writes down a fit: which CPUs, pages, functions and devices exactly. Allocates the placement and nothing beside it.
/// For one thread at a time.
/// </summary>
internal sealed class PlacementBuilder
{
    private readonly CpuPicker _picker = new();
    private readonly ulong[] _set = new ulong[(CpuSet.MaxId + 64) / 64];

    /// <summary>The placement that a successful <see cref="HostFit.Fit"/> found.</summary>
    public HostPlacement Build(HostState host, Demand demand, PlacementRequest request, HostFit fit)
    {
        var pins = new VirtualCpuPin[demand.PinCount];
        var nodes = new GuestNodePlacement[demand.NodeCount];
        var emulator = -1;
        var pin = 0;
        _picker.Start(host);
        for (var guest = 0; guest < nodes.Length; guest++)
        {
            nodes[guest] = NodeOf(host, demand, fit, guest);
            Pick(host, demand, fit, guest);
            var next = 0;
            foreach (var virtualCpu in demand.Pinned[guest])
            {
                pins[pin++] = new(virtualCpu, _picker.Cpus[next++]);
            }

            emulator = guest == 0 && demand.IsolatesEmulator ? _picker.Cpus[next] : emulator;
        }

        Array.Sort(pins, static (left, right) => left.VirtualCpu.CompareTo(right.VirtualCpu));
        var floating = FloatingCpus(host, demand, fit);
        return new()
        {
            Host = host.Id,
            Nodes = ImmutableCollectionsMarshal.AsImmutableArray(nodes),
            Pins = ImmutableCollectionsMarshal.AsImmutableArray(pins),
            FloatingVirtualCpuCount = demand.TotalFloating,
            FloatingCpus = floating,
            EmulatorCpus = demand.IsolatesEmulator ? One(emulator)
                : demand.SharesEmulator ? host.Shape.SharedCpus
                : BesideVcpus(pins, floating, request.Requirements.RealTimeVirtualCpus),
            EmulatorIsolated = demand.IsolatesEmulator,
            IdleSiblings = _picker.Idle,
            FloatingMemory = new(demand.FloatingMemory),
            LocalStorage = new(demand.LocalStorage),
            Vnics = VnicsOf(host, demand, request, fit.Functions),
            Devices = DevicesOf(host, demand, fit.Devices),
        };
    }

    private void Pick(HostState host, Demand demand, HostFit fit, int guest)
    {
        var node = fit.NodeOf[guest];
        var hasRules = demand.Rules[guest].Length > 0;
        if (!hasRules && demand.GuestCores[guest].Length == 0)
        {
            _picker.Pick(node, demand.Cpus[guest], demand.ThreadPolicy);
            return;
        }

        // With as many steps as the search had that found this, it finds it again.
        fit.Budget.StartHost(fit.Budget.Allowance);
        if (hasRules ? !fit.Pins.Solve(host, demand, guest, node) : !fit.Siblings.Solve(host, demand, guest, node))
        {
            throw new LedgerException($"host {host.Id} has CPUs for a guest node, and has not");
        }

        var given = hasRules ? fit.Pins.Cpus : fit.Siblings.Cpus;
        _picker.Pick(node, demand.Cpus[guest], demand.ThreadPolicy, given);
    }

    private CpuSet One(int cpu)
    {
        Array.Clear(_set);
        _set[cpu >> 6] = 1UL << (cpu & 63);
        return CpuSet.FromWords(_set);
    }

    private static GuestNodePlacement NodeOf(HostState host, Demand demand, HostFit fit, int guest)
    {
        var pool = fit.PoolOf(guest);
        var page = pool == HostFit.SmallPages ? PageSize.Small : new PageSize(host.Shape.Pools[pool].PageBytes);
        return new(
            demand.GuestNodeIds[guest],
            host.Shape.Nodes[fit.NodeOf[guest]].Id,
            page,
            new MemorySize(demand.Memory[guest]).PagesOf(page),
            demand.Floating[guest]);
    }

    private static CpuSet FloatingCpus(HostState host, Demand demand, HostFit fit)
    {
        if (demand.NodeCount == 0)
        {
            return host.Shape.SharedCpus;
        }

        var floating = CpuSet.Empty;
        for (var guest = 0; guest < demand.NodeCount; guest++)
        {
            var shared = demand.Floating[guest] > 0 ? host.Shape.Nodes[fit.NodeOf[guest]].SharedCpus : CpuSet.Empty;
            floating = floating.IsEmpty ? shared : floating.Union(shared);
        }

        return floating;
    }

    /// <summary>
    /// Beside the vCPUs means: on floating vCPUs' CPUs and on those of dedicated vCPUs that are not real-time.
    /// </summary>
    private CpuSet BesideVcpus(ReadOnlySpan<VirtualCpuPin> pins, CpuSet floating, CpuSet realTime)
    {
        if (pins.IsEmpty)
        {
            return floating;
        }

        Array.Clear(_set);
        floating.Words.CopyTo(_set);
        foreach (var pin in pins)
        {
            _set[pin.HostCpu >> 6] |= realTime.Contains(pin.VirtualCpu) ? 0 : 1UL << (pin.HostCpu & 63);
        }

        return CpuSet.FromWords(_set);
    }

    private static ImmutableArray<VnicPlacement> VnicsOf(
        HostState host,
        Demand demand,
        PlacementRequest request,
        FunctionFit functions)
    {
        var vnics = request.Requirements.Vnics;
        var placed = new VnicPlacement[vnics.Length];
        Span<int> taken = stackalloc int[64];
        for (var item = 0; item < demand.Functions.Length; item++)
        {
            ref readonly var wanted = ref demand.Functions[item];
            var function = functions.FunctionOf(item);
            placed[wanted.Vnic] = Describe(
                vnics[wanted.Vnic],
                host.Inventory.PhysicalFunctions[function].Address,
                wanted.TakesVf ? FreeVirtualFunction(host, function, taken[function]++) : null);
        }

        for (var index = 0; index < placed.Length; index++)
        {
            placed[index] ??= Describe(vnics[index], null, null);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(placed);
    }

    private static VnicPlacement Describe(
        VnicRequirement vnic, PciAddress? function, PciAddress? virtualFunction) => new()
        {
            Name = vnic.Name,
            Kind = vnic.Kind,
            PhysicalFunction = function,
            VirtualFunction = virtualFunction,
            GuaranteedIngress = vnic.GuaranteedIngress,
            GuaranteedEgress = vnic.GuaranteedEgress,
            PeakIngress = vnic.PeakIngress,
            PeakEgress = vnic.PeakEgress,
        };

    /// <summary>The free VF of a function with so many free ones before it.</summary>
    private static PciAddress FreeVirtualFunction(HostState host, int function, int skip)
    {
        var first = host.Shape.Functions[function].FirstVfWord;
        var addresses = host.Inventory.PhysicalFunctions[function].VirtualFunctions;
        for (var word = 0; word << 6 < addresses.Length; word++)
        {
            for (var free = ~host.VfClaimed[first + word]; free != 0; free &= free - 1)
            {
                if (skip-- == 0)
                {
                    return addresses[(word << 6) + BitOperations.TrailingZeroCount(free)];
                }
            }
        }

        throw new LedgerException($"host {host.Id}: the count of free VFs does not agree with their bits");
    }

    private static ImmutableArray<PciAddress> DevicesOf(HostState host, Demand demand, DeviceFit devices)
    {
        if (demand.Devices.Length == 0)
        {
            return [];
        }

        var placed = ImmutableArray.CreateBuilder<PciAddress>();
        Span<bool> taken = stackalloc bool[host.DeviceClaimed.Length];
        for (var item = 0; item < demand.Devices.Length; item++)
        {
            for (var kind = 0; kind < host.KindFree.Length; kind++)
            {
                var missing = devices.TakenOf(item, kind);
                for (var device = 0; missing > 0 && device < taken.Length; device++)
                {
                    if (host.Shape.Devices.KindOf[device] == kind && !host.DeviceClaimed[device] && !taken[device])
                    {
                        taken[device] = true;
                        placed.Add(host.Inventory.Devices[device].Address);
                        missing--;
                    }
                }
            }
        }

        return placed.ToImmutable();
    }
}
