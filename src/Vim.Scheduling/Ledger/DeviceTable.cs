using Vim.Domain.Topology;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// The devices of a host by kind, and which are parts of the same physical device. Immutable; a value.
/// </summary>
internal sealed class DeviceTable : IEquatable<DeviceTable>
{
    /// <summary>Sorts an inventory's devices.</summary>
    /// <param name="inventory">The host.</param>
    /// <param name="nodeIds">Ids of its NUMA nodes, by index.</param>
    /// <param name="names">Numbers of the zone's names.</param>
    public DeviceTable(HostInventory inventory, int[] nodeIds, NameTable names)
    {
        var kinds = new List<DeviceKind>();
        KindOf = new int[inventory.Devices.Length];
        var parents = inventory.Devices
            .GroupBy(device => device.PhysicalDevice)
            .Where(parts => parts.Count() > 1)
            .Select(parts => parts.Key)
            .ToList();
        for (var index = 0; index < KindOf.Length; index++)
        {
            var device = inventory.Devices[index];
            var parent = parents.IndexOf(device.PhysicalDevice);
            var kind = new DeviceKind(
                device.VendorId,
                device.DeviceId,
                names.Intern(device.Alias),
                device.NumaNode is { } id ? Array.IndexOf(nodeIds, id) : -1,
                parent,
                IsWhole: parent >= 0 && device.Parent is null);
            KindOf[index] = kinds.IndexOf(kind);
            if (KindOf[index] < 0)
            {
                KindOf[index] = kinds.Count;
                kinds.Add(kind);
            }
        }

        Kinds = [.. kinds];
        Counts = [.. Enumerable.Range(0, Kinds.Length).Select(kind => KindOf.Count(own => own == kind))];
        HasWholes = Kinds.Any(kind => kind.IsWhole);
    }

    public DeviceKind[] Kinds { get; }

    /// <summary>Kind of each device, in the inventory's order.</summary>
    public int[] KindOf { get; }

    /// <summary>Devices of each kind.</summary>
    public int[] Counts { get; }

    /// <summary>Whether a guest may have a device of which others are parts.</summary>
    public bool HasWholes { get; }

    public bool Equals(DeviceTable? other) => other is not null
        && Kinds.AsSpan().SequenceEqual(other.Kinds)
        && KindOf.AsSpan().SequenceEqual(other.KindOf);

    public override bool Equals(object? obj) => Equals(obj as DeviceTable);

    public override int GetHashCode() => HashCode.Combine(Kinds.Length, KindOf.Length);
}
