using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Audit;

/// <summary>Compares vNICs and devices of a placement with what was asked for.</summary>
internal sealed class NicAudit(
    HostInventory host,
    ComputeRequirements wanted,
    HostPlacement placement,
    Action<bool, Dimension, string> ifBroken)
{
    public void Check()
    {
        ifBroken(
            !placement.Vnics.Select(vnic => (vnic.Name, vnic.Kind)).SequenceEqual(
                wanted.Vnics.Select(vnic => (vnic.Name, vnic.Kind))),
            Dimension.VirtualFunctions,
            "the vNICs are not those asked for");
        foreach (var (ask, got) in wanted.Vnics.Zip(placement.Vnics))
        {
            CheckVnic(ask, got);
        }

        CheckApart(
            Dimension.DistinctPhysicalFunctions, vnic => vnic.DistinctPfGroup, function => $"{function.Address}");
        CheckApart(Dimension.DistinctNics, vnic => vnic.DistinctNicGroup, function => function.Nic);
        CheckApart(Dimension.DistinctSwitches, vnic => vnic.DistinctSwitchGroup, function => function.Switch);
        CheckDevices();
    }

    /// <summary>vNICs of one label have different things, each of them known.</summary>
    private void CheckApart(
        Dimension dimension,
        Func<VnicRequirement, string?> labelOf,
        Func<PhysicalFunction, string?> thingOf)
    {
        foreach (var label in wanted.Vnics.Where(vnic => labelOf(vnic) is not null).GroupBy(labelOf))
        {
            var things = placement.Vnics
                .Where(vnic => label.Any(ask => string.Equals(ask.Name, vnic.Name, StringComparison.Ordinal)))
                .Select(vnic => host.PhysicalFunctions.FirstOrDefault(known => known.Address == vnic.PhysicalFunction))
                .Select(function => function is null ? null : thingOf(function))
                .ToList();
            var areKnown = !things.Any(string.IsNullOrEmpty);
            ifBroken(
                things.Count > 1 && !(areKnown && things.Distinct(StringComparer.Ordinal).Count() == things.Count),
                dimension,
                $"vNICs of {label.Key} are on {string.Join(", ", things.Select(thing => thing ?? "nothing known"))}");
        }
    }

    private void CheckVnic(VnicRequirement ask, VnicPlacement got)
    {
        ifBroken(
            got.GuaranteedIngress != ask.GuaranteedIngress || got.PeakIngress != ask.PeakIngress,
            Dimension.IngressBandwidth,
            $"{ask.Name}: the rates toward the guest are not those asked for");
        ifBroken(
            got.GuaranteedEgress != ask.GuaranteedEgress || got.PeakEgress != ask.PeakEgress,
            Dimension.EgressBandwidth,
            $"{ask.Name}: the rates from the guest are not those asked for");
        ifBroken(
            got.VirtualFunction is null == ask.Kind.TakesVirtualFunction(),
            Dimension.VirtualFunctions,
            $"{ask.Name}: virtual function {got.VirtualFunction}");
        if (got.PhysicalFunction is not { } address)
        {
            ifBroken(ask.NeedsFunction, Dimension.PhysicalFunctions, $"{ask.Name}: no physical function");
            return;
        }

        if (host.PhysicalFunctions.FirstOrDefault(candidate => candidate.Address == address) is not { } function)
        {
            ifBroken(true, Dimension.PhysicalFunctions, $"{ask.Name}: the host has no {address}");
            return;
        }

        ifBroken(
            function.PhysicalNetwork is null
                || (ask.PhysicalNetwork is { } network
                    && !string.Equals(network, function.PhysicalNetwork, StringComparison.Ordinal)),
            Dimension.PhysicalNetwork,
            $"{ask.Name}: {address} leads to {function.PhysicalNetwork}");
        ifBroken(
            ask.Kind == VnicKind.Virtio && !function.CarriesVirtio,
            Dimension.PhysicalNetwork,
            $"{ask.Name}: {address} carries no virtio");
        ifBroken(
            ask.Kind == VnicKind.PfPassthrough && !function.AllowsPassthrough,
            Dimension.PhysicalFunctions,
            $"{ask.Name}: {address} may not be passed through");
        ifBroken(
            (ask.Kind == VnicKind.VhostUser && !function.OffersVhostUser)
                || (ask.Kind == VnicKind.Vdpa && !function.OffersVdpa),
            Dimension.PhysicalNetwork,
            $"{ask.Name}: {address} offers no {ask.Kind}");
        PciNumaPolicy? policy = ask.NumaPolicy ?? (ask.TakesFunction ? wanted.PciNumaPolicy : null);
        ifBroken(
            !IsNear(function.NumaNode, ask.GuestNumaNode, policy),
            Dimension.PciNumaAffinity,
            $"{ask.Name}: {address} is on NUMA node {function.NumaNode}");
    }

    private void CheckDevices()
    {
        var asked = wanted.Devices.SelectMany(device => Enumerable.Repeat(device, device.Count)).ToList();
        ifBroken(
            asked.Count != placement.Devices.Length || placement.Devices.Distinct().Count() != asked.Count,
            Dimension.Devices,
            $"{placement.Devices.Length} devices, {asked.Count} asked for");
        foreach (var (ask, address) in asked.Zip(placement.Devices))
        {
            var device = host.Devices.FirstOrDefault(candidate => candidate.Address == address);
            var right = device is not null && (ask.Alias is { } alias
                ? string.Equals(alias, device.Alias, StringComparison.Ordinal)
                : ask.VendorId == device.VendorId && ask.DeviceId == device.DeviceId);
            ifBroken(!right, Dimension.Devices, $"{address} is not what was asked for");
            ifBroken(
                !IsNear(device?.NumaNode, null, ask.NumaPolicy ?? wanted.PciNumaPolicy),
                Dimension.PciNumaAffinity,
                $"{address} is on NUMA node {device?.NumaNode}");
        }

        CheckSpread();
    }

    private void CheckSpread()
    {
        var first = 0;
        foreach (var ask in wanted.Devices)
        {
            var physical = placement.Devices.Skip(first).Take(ask.Count)
                .Select(address => host.Devices.FirstOrDefault(device => device.Address == address)?.PhysicalDevice)
                .ToList();
            first += ask.Count;
            var count = physical.Distinct().Count();
            ifBroken(
                (ask.Spread == DeviceSpread.Together && count > 1)
                    || (ask.Spread == DeviceSpread.Apart && count < physical.Count),
                Dimension.Devices,
                $"{ask.Count} devices {ask.Spread} are on {count} physical devices");
        }
    }

    /// <summary>A guest without NUMA nodes is on every node of the host.</summary>
    private bool IsNear(int? node, int? guestNode, PciNumaPolicy? policy)
    {
        var known = node is { } id && host.NumaNodes.Any(candidate => candidate.Id == id);
        var mine = placement.Nodes.IsEmpty
            ? [.. host.NumaNodes.Select(candidate => candidate.Id)]
            : placement.Nodes.Select(place => place.HostNode).ToHashSet();
        if (guestNode is { } tied)
        {
            return known && (placement.Nodes.IsEmpty
                || placement.Nodes.Any(place => place.GuestNode == tied && place.HostNode == node));
        }

        return policy switch
        {
            PciNumaPolicy.Legacy => !known || mine.Contains(node!.Value),
            PciNumaPolicy.Required => known && mine.Contains(node!.Value),
            PciNumaPolicy.Socket => known && mine.Any(other => ShareSocket(node!.Value, other)),
            _ => true,
        };
    }

    private bool ShareSocket(int left, int right) => left == right || SocketsOf(left).Overlaps(SocketsOf(right));

    private HashSet<int> SocketsOf(int nodeId)
    {
        var node = host.NumaNodes.First(candidate => candidate.Id == nodeId);
        return [.. host.Cpus.Where(cpu => node.Cpus.Contains(cpu.Id)).Select(cpu => cpu.SocketId)];
    }
}
