using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>
/// Tries every function for every vNIC and every device for every demand, for a guest on given nodes.
/// </summary>
internal sealed class FunctionSearch(
    HostInventory host,
    IReadOnlyList<HostPlacement> claims,
    ComputeRequirements wanted,
    HashSet<int> mine,
    Dictionary<int, int> hostNodeOf)
{
    private int _least = int.MaxValue;

    /// <summary>
    /// The fewest functions that are remote though local is preferred; int.MaxValue when nothing fits.
    /// </summary>
    public int LeastRemote()
    {
        TryVnic(0, []);
        var vnics = _least;
        _least = int.MaxValue;
        TryDevice([.. wanted.Devices.SelectMany(device => Enumerable.Repeat(device, device.Count))], []);
        return vnics == int.MaxValue || _least == int.MaxValue ? int.MaxValue : vnics + _least;
    }

    private void TryVnic(int index, List<PhysicalFunction?> chosen)
    {
        if (index == wanted.Vnics.Length)
        {
            if (IsSound(chosen))
            {
                _least = Math.Min(_least, wanted.Vnics.Zip(chosen).Count(pair => pair.Second is not null
                    && pair.First.GuestNumaNode is null
                    && PolicyOf(pair.First) == PciNumaPolicy.Preferred
                    && !IsOn(pair.Second.NumaNode)));
            }

            return;
        }

        var vnic = wanted.Vnics[index];
        if (vnic.Kind == VnicKind.Virtio
            && !vnic.HasGuarantee
            && vnic.PhysicalNetwork is null
            && vnic.NumaPolicy is null
            && vnic.GuestNumaNode is null
            && vnic.DistinctPfGroup is null
            && vnic.DistinctNicGroup is null
            && vnic.DistinctSwitchGroup is null)
        {
            TryVnic(index + 1, [.. chosen, null]);
            return;
        }

        foreach (var function in host.PhysicalFunctions.Where(function => IsRight(vnic, function)))
        {
            TryVnic(index + 1, [.. chosen, function]);
        }
    }

    private bool IsRight(VnicRequirement vnic, PhysicalFunction function)
    {
        var network = vnic.PhysicalNetwork is null
            ? function.PhysicalNetwork is not null
            : vnic.PhysicalNetwork == function.PhysicalNetwork;
        var kind = (vnic.Kind != VnicKind.Virtio || function.CarriesVirtio)
            && (vnic.Kind != VnicKind.PfPassthrough || function.AllowsPassthrough)
            && (vnic.Kind != VnicKind.VhostUser || function.OffersVhostUser)
            && (vnic.Kind != VnicKind.Vdpa || function.OffersVdpa);
        return network && kind && IsNear(function.NumaNode, vnic.GuestNumaNode, PolicyOf(vnic));
    }

    private PciNumaPolicy PolicyOf(DeviceRequirement device) => device.NumaPolicy ?? wanted.PciNumaPolicy;

    private PciNumaPolicy? PolicyOf(VnicRequirement vnic) =>
        vnic.NumaPolicy ?? (vnic.Kind is VnicKind.Virtio or VnicKind.VhostUser ? null : wanted.PciNumaPolicy);

    private bool IsSound(List<PhysicalFunction?> chosen)
    {
        foreach (var function in host.PhysicalFunctions)
        {
            var own = wanted.Vnics.Where((_, index) => chosen[index] == function).ToList();
            var others = claims.SelectMany(claim => claim.Vnics)
                .Where(vnic => vnic.PhysicalFunction == function.Address)
                .ToList();
            if (own.Count == 0)
            {
                continue;
            }

            var whole = own.Count(vnic => vnic.Kind == VnicKind.PfPassthrough)
                + others.Count(vnic => vnic.Kind == VnicKind.PfPassthrough);
            var vfs = own.Count(vnic => vnic.Kind is VnicKind.SriovVf or VnicKind.Macvtap or VnicKind.Vdpa)
                + others.Count(vnic => vnic.VirtualFunction is not null);
            var ingress = own.Sum(vnic => vnic.GuaranteedIngress.BitsPerSecond)
                + others.Sum(vnic => vnic.GuaranteedIngress.BitsPerSecond);
            var egress = own.Sum(vnic => vnic.GuaranteedEgress.BitsPerSecond)
                + others.Sum(vnic => vnic.GuaranteedEgress.BitsPerSecond);
            var capacity = function.LinkSpeed.BitsPerSecond - function.ReservedBandwidth.BitsPerSecond;
            var labels =
                own.Where(vnic => vnic.DistinctPfGroup is not null).Select(vnic => vnic.DistinctPfGroup).ToList();
            if ((whole > 0 && own.Count + others.Count > 1)
                || vfs > function.VirtualFunctions.Length
                || ingress > capacity
                || egress > capacity
                || labels.Distinct().Count() != labels.Count)
            {
                return false;
            }
        }

        return AreApart(chosen, vnic => vnic.DistinctNicGroup, function => function.Nic)
            && AreApart(chosen, vnic => vnic.DistinctSwitchGroup, function => function.Switch);
    }

    /// <summary>Any two vNICs of a label: two things that are known, and not the same.</summary>
    private bool AreApart(
        List<PhysicalFunction?> chosen,
        Func<VnicRequirement, string?> labelOf,
        Func<PhysicalFunction, string?> thingOf)
    {
        for (var left = 0; left < chosen.Count; left++)
        {
            for (var right = 0; right < left; right++)
            {
                if (labelOf(wanted.Vnics[left]) is { } label
                    && label == labelOf(wanted.Vnics[right])
                    && (thingOf(chosen[left]!) is not { Length: > 0 } mine
                        || thingOf(chosen[right]!) is not { Length: > 0 } theirs
                        || mine == theirs))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void TryDevice(List<DeviceRequirement> demands, List<PciDevice> chosen)
    {
        if (chosen.Count == demands.Count)
        {
            if (AreSpread(chosen) && AreWholeOrPart(chosen))
            {
                _least = Math.Min(
                    _least,
                    demands.Zip(chosen).Count(pair =>
                        PolicyOf(pair.First) == PciNumaPolicy.Preferred && !IsOn(pair.Second.NumaNode)));
            }

            return;
        }

        var demand = demands[chosen.Count];
        foreach (var device in host.Devices)
        {
            var right = demand.Alias is null
                ? device.VendorId == demand.VendorId && device.DeviceId == demand.DeviceId
                : device.Alias == demand.Alias;
            if (right
                && !chosen.Contains(device)
                && !claims.Any(claim => claim.Devices.Contains(device.Address))
                && IsNear(device.NumaNode, null, PolicyOf(demand)))
            {
                TryDevice(demands, [.. chosen, device]);
            }
        }
    }

    /// <summary>The devices of each demand lie on physical devices as it says.</summary>
    private bool AreSpread(List<PciDevice> chosen)
    {
        var rest = chosen;
        foreach (var demand in wanted.Devices)
        {
            var physical = rest.Take(demand.Count).Select(device => device.Parent ?? device.Address).ToHashSet().Count;
            rest = [.. rest.Skip(demand.Count)];
            if ((demand.Spread == DeviceSpread.Together && physical != 1)
                || (demand.Spread == DeviceSpread.Apart && physical != demand.Count))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Nobody has a part of a device that anybody has whole.</summary>
    private bool AreWholeOrPart(List<PciDevice> chosen)
    {
        var held = claims
            .SelectMany(claim => claim.Devices)
            .Concat(chosen.Select(device => device.Address))
            .ToHashSet();
        return chosen.TrueForAll(device => device.Parent is not { } whole || !held.Contains(whole))
            && !host.Devices.Any(part => part.Parent is { } whole
                && chosen.Exists(device => device.Address == whole)
                && held.Contains(part.Address));
    }

    private bool IsOn(int? node) => node is { } id && mine.Contains(id);

    private bool IsNear(int? node, int? guestNode, PciNumaPolicy? policy)
    {
        if (guestNode is { } tied)
        {
            return hostNodeOf.Count == 0 ? IsOn(node) : node == hostNodeOf[tied];
        }

        return policy switch
        {
            PciNumaPolicy.Legacy => node is null || IsOn(node),
            PciNumaPolicy.Required => IsOn(node),
            PciNumaPolicy.Socket => node is { } id
                && mine.Any(other => other == id || Sockets(other).Overlaps(Sockets(id))),
            _ => true,
        };
    }

    private HashSet<int> Sockets(int id)
    {
        var cpus = host.NumaNodes.First(node => node.Id == id).Cpus;
        return [.. host.Cpus.Where(cpu => cpus.Contains(cpu.Id)).Select(cpu => cpu.SocketId)];
    }
}
