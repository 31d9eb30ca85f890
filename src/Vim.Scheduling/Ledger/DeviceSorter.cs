using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// Sorts the devices of a host into kinds, and tells those that are parts of the same physical device.
/// </summary>
internal static class DeviceSorter
{
    public static (DeviceKind[] Kinds, int[] KindOfDevice) Sort(HostInventory inventory, NameTable names)
    {
        var kinds = new List<DeviceKind>();
        var kindOf = new int[inventory.Devices.Length];
        var parents = inventory.Devices
            .GroupBy(device => device.PhysicalDevice)
            .Where(parts => parts.Count() > 1)
            .Select(parts => parts.Key)
            .ToList();
        for (var index = 0; index < kindOf.Length; index++)
        {
            var device = inventory.Devices[index];
            var parent = parents.IndexOf(device.PhysicalDevice);
            var kind = new DeviceKind(
                device.VendorId,
                device.DeviceId,
                names.Intern(device.Alias),
                device.NumaNode is { } id ? IndexOf(inventory, id) : -1,
                parent,
                IsWhole: parent >= 0 && device.Parent is null);
            kindOf[index] = kinds.IndexOf(kind);
            if (kindOf[index] < 0)
            {
                kindOf[index] = kinds.Count;
                kinds.Add(kind);
            }
        }

        return ([.. kinds], kindOf);
    }

    private static int IndexOf(HostInventory inventory, int nodeId) =>
        inventory.NumaNodes.Any(node => node.Id == nodeId) ? inventory.NumaNodes.Count(node => node.Id < nodeId) : -1;
}
