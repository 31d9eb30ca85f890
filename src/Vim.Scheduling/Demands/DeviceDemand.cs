using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Demands;

/// <summary>A demand for devices of one kind. One device alone has no spread.</summary>
internal readonly record struct DeviceDemand(
    int Vendor,
    int Device,
    int Alias,
    int Count,
    Nearness Nearness,
    DeviceSpread Spread)
{
    public bool Takes(in DeviceKind kind) =>
        Alias != NameTable.None ? kind.Alias == Alias : kind.Vendor == Vendor && kind.Device == Device;
}
