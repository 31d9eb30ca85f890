using System.Collections.Immutable;
using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>Writes down a fit: which CPUs, pages, functions and devices exactly.</summary>
internal sealed class PlacementBuilder
{
    private readonly CpuPicker _picker = new();

    /// <summary>The placement that a successful <see cref="HostFit.Fit"/> found.</summary>
    public HostPlacement Build(HostState host, Demand demand, HostFit fit)
    {
        var pins = ImmutableArray.CreateBuilder<VirtualCpuPin>(demand.PinnedVcpus.Count);
        var nodes = ImmutableArray.CreateBuilder<GuestNodePlacement>(demand.NodeCount);
        var emulator = -1;
        var floating = CpuSet.Empty;
        _picker.Idle.Clear();
        for (var guest = 0; guest < demand.NodeCount; guest++)
        {
            var node = fit.NodeOf(guest);
            _picker.Pick(host, node, demand.Cpus[guest], demand.ThreadPolicy);
            var next = 0;
            foreach (var virtualCpu in demand.Nodes[guest].VirtualCpus.Intersect(demand.PinnedVcpus))
            {
                pins.Add(new(virtualCpu, _picker.Cpus[next++]));
            }

            emulator = guest == 0 && demand.IsolatesEmulator ? _picker.Cpus[next] : emulator;
            nodes.Add(NodeOf(host, demand, fit, guest));
            floating = demand.Floating[guest] > 0
                ? floating.Union(host.Shape.Nodes[node].SharedCpus)
                : floating;
        }

        pins.Sort(static (left, right) => left.VirtualCpu.CompareTo(right.VirtualCpu));
        floating = demand.NodeCount == 0 ? host.Shape.Inventory.SharedCpus : floating;
        var emulatorCpus = EmulatorCpus(host, demand, pins, floating, emulator);
        return new()
        {
            Host = host.Id,
            Nodes = nodes.MoveToImmutable(),
            Pins = pins.MoveToImmutable(),
            FloatingVirtualCpuCount = demand.TotalFloating,
            FloatingCpus = floating,
            EmulatorCpus = emulatorCpus,
            EmulatorIsolated = demand.IsolatesEmulator,
            IdleSiblings = CpuSet.Of(_picker.Idle),
            FloatingMemory = new(demand.FloatingMemory),
            LocalStorage = demand.Requirements.LocalStorage,
            Vnics = VnicsOf(host, demand, fit.Functions),
            Devices = DevicesOf(host, demand, fit.Devices),
        };
    }

    private static GuestNodePlacement NodeOf(HostState host, Demand demand, HostFit fit, int guest)
    {
        var pool = fit.PoolOf(guest);
        var page = pool == HostFit.SmallPages ? PageSize.Small : new PageSize(host.Shape.Pools[pool].PageBytes);
        return new(
            demand.Nodes[guest].Id,
            host.Shape.Nodes[fit.NodeOf(guest)].Id,
            page,
            new MemorySize(demand.Memory[guest]).PagesOf(page),
            demand.Floating[guest]);
    }

    /// <summary>
    /// Beside the vCPUs means: on floating vCPUs' CPUs and on those of dedicated vCPUs that are not real-time.
    /// </summary>
    private static CpuSet EmulatorCpus(
        HostState host,
        Demand demand,
        ImmutableArray<VirtualCpuPin>.Builder pins,
        CpuSet floating,
        int isolated)
    {
        if (demand.IsolatesEmulator)
        {
            return CpuSet.Of(isolated);
        }

        if (demand.SharesEmulator)
        {
            return host.Shape.Inventory.SharedCpus;
        }

        var realTime = demand.Requirements.RealTimeVirtualCpus;
        return floating.Union(CpuSet.Of(
            pins.Where(pin => !realTime.Contains(pin.VirtualCpu)).Select(pin => pin.HostCpu)));
    }

    private static ImmutableArray<VnicPlacement> VnicsOf(HostState host, Demand demand, FunctionFit functions)
    {
        var vnics = demand.Requirements.Vnics;
        var placed = new VnicPlacement[vnics.Length];
        for (var index = 0; index < placed.Length; index++)
        {
            placed[index] = Describe(vnics[index], null, null);
        }

        Span<int> taken = stackalloc int[64];
        for (var item = 0; item < demand.Functions.Length; item++)
        {
            var function = functions.FunctionOf(item);
            var vnic = vnics[demand.Functions[item].Vnic];
            placed[demand.Functions[item].Vnic] = Describe(
                vnic,
                host.Shape.Functions[function].Address,
                vnic.Kind is VnicKind.SriovVf or VnicKind.Macvtap
                    ? FreeVirtualFunction(host, function, taken[function]++)
                    : null);
        }

        return ImmutableArray.Create(placed);
    }

    private static VnicPlacement Describe(VnicRequirement vnic, PciAddress? function, PciAddress? virtualFunction) => new()
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
        var addresses = host.Shape.Inventory.PhysicalFunctions[function].VirtualFunctions;
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
        var placed = ImmutableArray.CreateBuilder<PciAddress>();
        Span<bool> taken = stackalloc bool[host.DeviceClaimed.Length];
        for (var item = 0; item < demand.Devices.Length; item++)
        {
            for (var kind = 0; kind < host.KindFree.Length; kind++)
            {
                var missing = devices.TakenOf(item, kind);
                for (var device = 0; missing > 0 && device < taken.Length; device++)
                {
                    if (host.Shape.KindOfDevice[device] == kind && !host.DeviceClaimed[device] && !taken[device])
                    {
                        taken[device] = true;
                        placed.Add(host.Shape.Inventory.Devices[device].Address);
                        missing--;
                    }
                }
            }
        }

        return placed.ToImmutable();
    }
}
