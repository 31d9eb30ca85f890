using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Imagining;

namespace Vim.Scheduling.Explaining;

/// <summary>A change of a request that asks for less.</summary>
/// <param name="Text">In words that follow "fits".</param>
/// <param name="Request">The request, changed so.</param>
/// <param name="Cures">
/// The dimensions, as bits, on which a host may fail before the change and not after it: a host that fails on any other
/// fails still.
/// </param>
internal sealed record Relaxation(string Text, PlacementRequest Request, uint Cures)
{
    private static readonly uint Numa = Bits(Dimension.NumaFit, Dimension.PciNumaAffinity, Dimension.PolicyFilter);
    private static readonly uint Functions = Bits(
        Dimension.VirtualFunctions,
        Dimension.PhysicalFunctions,
        Dimension.PhysicalNetwork,
        Dimension.PciNumaAffinity,
        Dimension.IngressBandwidth,
        Dimension.EgressBandwidth,
        Dimension.DistinctPhysicalFunctions,
        Dimension.DistinctNics,
        Dimension.DistinctSwitches,
        Dimension.PolicyFilter);

    private static readonly uint Whole = Bits(Dimension.WholeCores, Dimension.Siblings);
    private static readonly uint Memory = Bits(Dimension.Memory, Dimension.HugePages);
    private static readonly uint Cpus = Bits(Dimension.DedicatedCpus, Dimension.SharedCpus, Dimension.CpuPinning);
    private static readonly uint Groups = Bits(Dimension.Affinity, Dimension.AntiAffinity);

    private static readonly uint Aggregates = Bits(Dimension.Aggregates);

    /// <summary>The changes that may be tried, the smallest first.</summary>
    public static IEnumerable<Relaxation> Of(PlacementRequest request)
    {
        // What fits a host, but not on the sockets that groups leave, is told by the groups.
        var onSockets = request.Groups.Any(group => group.Scope == AffinityScope.Socket)
            || request.Resources.Any(resource => resource.Scope == AffinityScope.Socket) ? Groups : 0;
        foreach (var (text, relaxed, cures) in Of(request.Requirements))
        {
            if (ComputeRequirementsRules.Check(relaxed).Count == 0)
            {
                yield return new(text, request with { Requirements = relaxed }, cures | onSockets);
            }
        }

        foreach (var group in request.Groups)
        {
            var without = request with { Groups = request.Groups.Remove(group) };
            yield return new($"without {group.Type} to group {group.Group}", without, Groups);
        }

        foreach (var name in request.InAggregates)
        {
            var outside = request with { InAggregates = request.InAggregates.Remove(name) };
            yield return new($"outside aggregate {name}", outside, Aggregates);
        }

        foreach (var name in request.NotInAggregates)
        {
            var inside = request with { NotInAggregates = request.NotInAggregates.Remove(name) };
            yield return new($"inside aggregate {name}", inside, Aggregates);
        }
    }

    private static uint Bits(params ReadOnlySpan<Dimension> dimensions)
    {
        var bits = 0u;
        foreach (var dimension in dimensions)
        {
            bits |= 1u << (int)dimension;
        }

        return bits;
    }

    private static IEnumerable<(string Text, ComputeRequirements Relaxed, uint Cures)> Of(ComputeRequirements wanted) =>
        OtherNodes(wanted).Concat(OtherCoresAndPages(wanted)).Concat(OtherFunctions(wanted)).Concat(OtherCpus(wanted));

    private static IEnumerable<(string Text, ComputeRequirements Relaxed, uint Cures)> OtherNodes(
        ComputeRequirements wanted)
    {
        for (var count = wanted.EffectiveNumaNodes.Length + 1; count <= ComputeRequirements.MaxNumaNodes; count++)
        {
            if (wanted.EffectiveNumaNodes.Length > 0 && EvenNodes.Split(wanted, count) is { } split)
            {
                yield return ($"with {count} guest NUMA nodes", split, Cpus | Whole | Memory | Numa);
            }
        }

        for (var count = wanted.EffectiveNumaNodes.Length - 1; count >= 1; count--)
        {
            if (EvenNodes.Split(wanted, count) is { } split)
            {
                var text = count == 1 ? "with 1 guest NUMA node" : $"with {count} guest NUMA nodes";
                yield return (text, split, Cpus | Whole | Memory | Numa);
            }
        }
    }

    private static IEnumerable<(string Text, ComputeRequirements Relaxed, uint Cures)> OtherCoresAndPages(
        ComputeRequirements wanted)
    {
        if (wanted.ThreadPolicy != CpuThreadPolicy.Prefer)
        {
            var preferring = wanted with { ThreadPolicy = CpuThreadPolicy.Prefer };
            yield return ("with CPU thread policy prefer", preferring, Whole | Numa | Bits(Dimension.CpuPinning));
        }

        if (!wanted.CpuPinningRules.IsEmpty)
        {
            yield return (
                "without pinning rules", wanted with { CpuPinningRules = [] }, Numa | Bits(Dimension.CpuPinning));
        }

        if (wanted.ThreadPolicy == CpuThreadPolicy.Require && wanted.GuestCores.Any())
        {
            var single = wanted with { GuestCpuTopology = null };
            yield return ("without threads in guest cores", single, Bits(Dimension.Siblings) | Numa);
        }

        if (wanted.PageSize.Kind == PageSizeKind.Exact && wanted.PageSize.Exact.IsHuge)
        {
            var ofAnySize = wanted with { PageSize = PageSizeRequest.Large };
            yield return ("with huge pages of any size", ofAnySize, Memory | Numa);
        }

        if (wanted.PageSize.Kind is PageSizeKind.Exact or PageSizeKind.Large)
        {
            yield return ("with pages of any size", wanted with { PageSize = PageSizeRequest.Any }, Memory | Numa);
        }
    }

    private static IEnumerable<(string Text, ComputeRequirements Relaxed, uint Cures)> OtherFunctions(
        ComputeRequirements wanted)
    {
        if (wanted.Devices.Length + wanted.Vnics.Length > 0)
        {
            yield return ("with PCI NUMA policy preferred", Untied(wanted), Bits(Dimension.PciNumaAffinity));
        }

        if (wanted.Devices.Any(device => device.Spread != DeviceSpread.Any))
        {
            yield return ("with devices of any physical device", wanted with
            {
                Devices = [.. wanted.Devices.Select(device => device with { Spread = DeviceSpread.Any })],
            }, Bits(Dimension.Devices, Dimension.PciNumaAffinity));
        }

        if (wanted.Vnics.Any(vnic => vnic.DistinctPfGroup is not null))
        {
            yield return ("without distinct physical functions", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { DistinctPfGroup = null })],
            }, Functions);
        }

        if (wanted.Vnics.Any(vnic => vnic.DistinctNicGroup is not null))
        {
            yield return ("without distinct NICs", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { DistinctNicGroup = null })],
            }, Functions);
        }

        if (wanted.Vnics.Any(vnic => vnic.DistinctSwitchGroup is not null))
        {
            yield return ("without distinct switches", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with { DistinctSwitchGroup = null })],
            }, Functions);
        }

        if (wanted.Vnics.Any(vnic => vnic.HasGuarantee))
        {
            yield return ("without guaranteed rates", wanted with
            {
                Vnics = [.. wanted.Vnics.Select(vnic => vnic with
                {
                    GuaranteedIngress = Bandwidth.Zero,
                    GuaranteedEgress = Bandwidth.Zero,
                })],
            }, Functions);
        }
    }

    private static IEnumerable<(string Text, ComputeRequirements Relaxed, uint Cures)> OtherCpus(
        ComputeRequirements wanted)
    {
        if (!wanted.RealTimeVirtualCpus.IsEmpty)
        {
            yield return (
                "without real-time vCPUs", wanted with { RealTimeVirtualCpus = CpuSet.Empty }, Bits(Dimension.Traits));
        }

        if (wanted.CpuPolicy != CpuPolicy.Shared)
        {
            yield return ("with shared CPUs", wanted with
            {
                CpuPolicy = CpuPolicy.Shared,
                DedicatedVirtualCpus = CpuSet.Empty,
                ThreadPolicy = CpuThreadPolicy.Prefer,
                EmulatorThreads = EmulatorThreadPolicy.Default,
                RealTimeVirtualCpus = CpuSet.Empty,
                CpuPinningRules = [],
            }, Cpus | Whole | Bits(Dimension.Memory, Dimension.Traits) | Numa);
        }
    }

    private static ComputeRequirements Untied(ComputeRequirements wanted) => wanted with
    {
        PciNumaPolicy = PciNumaPolicy.Preferred,
        Devices = [.. wanted.Devices.Select(device => device with { NumaPolicy = null })],
        Vnics = [.. wanted.Vnics.Select(vnic => vnic with
        {
            GuestNumaNode = null,
            NumaPolicy = vnic.NumaPolicy is null && vnic.GuestNumaNode is null ? null : PciNumaPolicy.Preferred,
        })],
    };
}
