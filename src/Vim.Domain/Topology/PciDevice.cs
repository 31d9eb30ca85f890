namespace Vim.Domain.Topology;

/// <summary>A PCI device that guests may have whole: GPU, FPGA, crypto accelerator.</summary>
/// <param name="Address">PCI address.</param>
/// <param name="VendorId">PCI vendor id.</param>
/// <param name="DeviceId">PCI device id.</param>
/// <param name="NumaNode">NUMA node it is attached to; null where the firmware tells none.</param>
/// <param name="Alias">The operator's name for devices of this kind; null where it has none.</param>
public sealed record PciDevice(PciAddress Address, ushort VendorId, ushort DeviceId, int? NumaNode, string? Alias);
