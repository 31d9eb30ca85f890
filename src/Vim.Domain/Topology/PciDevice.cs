namespace Vim.Domain.Topology;

/// <summary>A PCI device that one guest has for itself: GPU, vGPU, FPGA, crypto accelerator.</summary>
/// <param name="Address">PCI address.</param>
/// <param name="VendorId">PCI vendor id.</param>
/// <param name="DeviceId">PCI device id.</param>
/// <param name="NumaNode">NUMA node it is attached to; null where the firmware tells none.</param>
/// <param name="Alias">The operator's name for devices of this kind; null where it has none.</param>
public sealed record PciDevice(PciAddress Address, ushort VendorId, ushort DeviceId, int? NumaNode, string? Alias)
{
    /// <summary>
    /// The physical device that this is a part of: a vGPU's GPU, the card of one of its functions. Null: it is one by
    /// itself. Where that address is a device for guests too, it is the whole: a guest has it, or guests have parts.
    /// </summary>
    public PciAddress? Parent { get; init; }

    /// <summary>The physical device: the parent, or else itself.</summary>
    public PciAddress PhysicalDevice => Parent ?? Address;
}
