using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// What is left of a placement when another one is taken out of it, as a placement: CPUs that nobody uses, pages, VFs
/// and rates that nobody has. Pure.
/// </summary>
internal static class PlacementRest
{
    /// <summary>Takes one placement out of another.</summary>
    /// <param name="whole">The placement.</param>
    /// <param name="part">What is taken out.</param>
    /// <param name="rest">What is left; null where nothing is.</param>
    /// <returns>
    /// Whether the part is inside the whole in every dimension by itself: each CPU, page of each size on each NUMA
    /// node, function, rate on each function, device. What floats over a host is not inside what is bound to its nodes.
    /// </returns>
    public static bool TryOf(HostPlacement whole, HostPlacement part, out HostPlacement? rest)
    {
        rest = null;
        if (whole.Host != part.Host
            || !part.ClaimedCpus.IsSubsetOf(whole.ClaimedCpus)
            || NodesOf(whole, part) is not { } nodes
            || VnicsOf(whole, part) is not { } vnics
            || part.Devices.Except(whole.Devices).Any())
        {
            return false;
        }

        var left = new HostPlacement
        {
            Host = whole.Host,
            IdleSiblings = whole.ClaimedCpus.Except(part.ClaimedCpus),
            Nodes = nodes,
            FloatingVirtualCpuCount = whole.FloatingVirtualCpuCount - part.FloatingVirtualCpuCount,
            FloatingCpus = whole.FloatingCpus,
            FloatingMemory = whole.FloatingMemory - part.FloatingMemory,
            LocalStorage = whole.LocalStorage - part.LocalStorage,
            Vnics = vnics,
            Devices = [.. whole.Devices.Except(part.Devices)],
        };
        rest = IsNothing(left) ? null : left;
        return left.FloatingMemory >= MemorySize.Zero
            && left.LocalStorage >= MemorySize.Zero
            && left.FloatingVirtualCpuCount >= nodes.Sum(node => node.FloatingVirtualCpuCount);
    }

    private static bool IsNothing(HostPlacement left) =>
        left.IdleSiblings.IsEmpty
        && left.Nodes.IsEmpty
        && left.FloatingVirtualCpuCount == 0
        && left.FloatingMemory == MemorySize.Zero
        && left.LocalStorage == MemorySize.Zero
        && left.Vnics.IsEmpty
        && left.Devices.IsEmpty;

    /// <summary>Null where more is taken out than there is.</summary>
    private static ImmutableArray<GuestNodePlacement>? NodesOf(HostPlacement whole, HostPlacement part)
    {
        var left = new SortedDictionary<(int Node, long Page), (long Pages, int Floating)>();
        foreach (var node in whole.Nodes)
        {
            var key = (node.HostNode, node.PageSize.Bytes);
            var (pages, floating) = left.GetValueOrDefault(key);
            left[key] = (pages + node.PageCount, floating + node.FloatingVirtualCpuCount);
        }

        foreach (var node in part.Nodes)
        {
            var key = (node.HostNode, node.PageSize.Bytes);
            if (!left.TryGetValue(key, out var there)
                || there.Pages < node.PageCount
                || there.Floating < node.FloatingVirtualCpuCount)
            {
                return null;
            }

            left[key] = (there.Pages - node.PageCount, there.Floating - node.FloatingVirtualCpuCount);
        }

        return
        [
            .. left.Where(item => item.Value != default).Select((item, index) => new GuestNodePlacement(
                index, item.Key.Node, new PageSize(item.Key.Page), item.Value.Pages, item.Value.Floating)),
        ];
    }

    /// <summary>Null where more is taken out than there is.</summary>
    private static ImmutableArray<VnicPlacement>? VnicsOf(HostPlacement whole, HostPlacement part)
    {
        var left = ImmutableArray.CreateBuilder<VnicPlacement>();
        foreach (var uses in part.Vnics.Where(vnic => vnic.PhysicalFunction is not null))
        {
            if (!whole.Vnics.Any(vnic => vnic.PhysicalFunction == uses.PhysicalFunction))
            {
                return null;
            }
        }

        foreach (var function in whole.Vnics.Select(vnic => vnic.PhysicalFunction).OfType<PciAddress>().Distinct())
        {
            if (!AddRest(
                left,
                function,
                [.. whole.Vnics.Where(vnic => vnic.PhysicalFunction == function)],
                [.. part.Vnics.Where(vnic => vnic.PhysicalFunction == function)]))
            {
                return null;
            }
        }

        return left.ToImmutable();
    }

    /// <summary>A whole function is not divided.</summary>
    private static bool AddRest(
        ImmutableArray<VnicPlacement>.Builder left,
        PciAddress function,
        List<VnicPlacement> whole,
        List<VnicPlacement> part)
    {
        if (whole is not [{ Kind: VnicKind.PfPassthrough } passed])
        {
            return AddShares(left, function, whole, part);
        }

        if (part.Count == 0)
        {
            left.Add(passed);
        }

        return part is [] or [{ Kind: VnicKind.PfPassthrough }];
    }

    /// <summary>Whoever had a function has something of it still, so that nobody gets it whole.</summary>
    private static bool AddShares(
        ImmutableArray<VnicPlacement>.Builder left,
        PciAddress function,
        List<VnicPlacement> whole,
        List<VnicPlacement> part)
    {
        var free = whole.Select(vnic => vnic.VirtualFunction).OfType<PciAddress>().ToHashSet();
        var ingress = Sum(whole, vnic => vnic.GuaranteedIngress) - Sum(part, vnic => vnic.GuaranteedIngress);
        var egress = Sum(whole, vnic => vnic.GuaranteedEgress) - Sum(part, vnic => vnic.GuaranteedEgress);
        if (ingress < 0
            || egress < 0
            || part.Any(vnic => vnic.Kind == VnicKind.PfPassthrough)
            || !part.Select(vnic => vnic.VirtualFunction).OfType<PciAddress>().All(free.Remove))
        {
            return false;
        }

        left.AddRange(free.OrderBy(address => address.Packed).Select(address => new VnicPlacement
        {
            Name = "",
            Kind = VnicKind.SriovVf,
            PhysicalFunction = function,
            VirtualFunction = address,
        }));
        if (ingress > 0 || egress > 0 || (part.Count == 0 && free.Count == 0))
        {
            left.Add(new()
            {
                Name = "",
                Kind = VnicKind.Virtio,
                PhysicalFunction = function,
                GuaranteedIngress = new(ingress),
                GuaranteedEgress = new(egress),
            });
        }

        return true;
    }

    private static long Sum(List<VnicPlacement> vnics, Func<VnicPlacement, Bandwidth> rateOf) =>
        vnics.Sum(vnic => rateOf(vnic).BitsPerSecond);
}
