namespace Vim.Descriptors.Model;

/// <summary>A number of PCI devices, by the operator's alias or by vendor and device id.</summary>
public sealed record PciDeviceDemand
{
    /// <summary>Alias, or null when the ids are given.</summary>
    public string? Alias { get; init; }

    /// <summary>Vendor id, 4 lower-case hexadecimal digits, or null.</summary>
    public string? VendorId { get; init; }

    /// <summary>Device id, 4 lower-case hexadecimal digits, or null.</summary>
    public string? DeviceId { get; init; }

    /// <summary>How many, 1 to 64.</summary>
    public required int Count { get; init; }

    /// <summary>Whether parts of one physical device are wanted together or apart; null for either.</summary>
    public PciDeviceSpread? Spread { get; init; }

    /// <summary>Guest NUMA node it must be local to, or null for any.</summary>
    public int? GuestNumaNode { get; init; }
}
