using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>Counts functions of a placement that are remote though local is preferred.</summary>
internal static class Remote
{
    public static int Count(HostInventory host, ComputeRequirements wanted, HostPlacement placement)
    {
        var nodes = placement.Nodes.IsEmpty
            ? host.NumaNodes.Select(node => node.Id).ToHashSet()
            : placement.Nodes.Select(node => node.HostNode).ToHashSet();
        bool IsRemote(int? node) => node is not { } id || !nodes.Contains(id);
        PciNumaPolicy? PolicyOf(VnicRequirement vnic) =>
            vnic.NumaPolicy ?? (vnic.TakesFunction ? wanted.PciNumaPolicy : null);
        var vnics = wanted.Vnics.Zip(placement.Vnics).Count(pair => pair.Second.PhysicalFunction is { } address
            && pair.First.GuestNumaNode is null
            && PolicyOf(pair.First) == PciNumaPolicy.Preferred
            && IsRemote(host.PhysicalFunctions.First(function => function.Address == address).NumaNode));
        var devices = wanted.Devices.SelectMany(device => Enumerable.Repeat(device, device.Count))
            .Zip(placement.Devices)
            .Count(pair => (pair.First.NumaPolicy ?? wanted.PciNumaPolicy) == PciNumaPolicy.Preferred
                && IsRemote(host.Devices.First(device => device.Address == pair.Second).NumaNode));
        return vnics + devices;
    }
}
