using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class DeviceTests : PlacingExamples
{
    private static readonly PciAddress FirstGpu = new(0, 0x80, 0, 0);
    private static readonly PciAddress SecondGpu = new(0, 0x90, 0, 0);
    [Fact]
    public void VGPUs_together_are_of_one_GPU()
    {
        var ledger = Zone(WithParts());
        Book(ledger, "a", Asks("vgpu", 1, DeviceSpread.Any));
        var second = Book(ledger, "b", Asks("vgpu", 3, DeviceSpread.Together));
        Assert.Single(second.Devices.Select(device => device.Bus).Distinct());
        var refusal = Refuse(ledger, Asks("vgpu", 3, DeviceSpread.Together));
        Assert.Contains(
            refusal.Shortfalls,
            item => item is
            {
                Dimension: Dimension.Devices,
                Detail: "vgpu, on one physical device",
                Wanted: 3,
                Available: 2,
            });
    }

    [Fact]
    public void VGPUs_apart_are_of_different_GPUs()
    {
        var ledger = Zone(WithParts());
        var pair = Book(ledger, "a", Asks("vgpu", 2, DeviceSpread.Apart));
        Assert.Equal(2, pair.Devices.Select(device => device.Bus).Distinct().Count());
        var refusal = Refuse(ledger, Asks("vgpu", 3, DeviceSpread.Apart));
        Assert.Contains(
            refusal.Shortfalls,
            item => item is
            {
                Dimension: Dimension.Devices,
                Detail: "vgpu, on different physical devices",
                Available: 2,
            });
        Assert.Equal("fits with devices of any physical device", refusal.Hint);
    }

    [Fact]
    public void Devices_that_are_physical_devices_by_themselves_are_apart_and_never_together()
    {
        var host = R740xd() with { Devices = [Device(FirstGpu, "gpu"), Device(SecondGpu, "gpu")] };
        Book(Zone(host), "a", Asks("gpu", 2, DeviceSpread.Apart));
        Refuse(Zone(host), Asks("gpu", 2, DeviceSpread.Together));
        Book(Zone(host), "a", Asks("gpu", 1, DeviceSpread.Together));
    }

    [Fact]
    public void A_GPU_is_had_whole_or_in_parts()
    {
        var host = WithParts() with
        {
            Devices = [Device(FirstGpu, "gpu"), .. WithParts().Devices.Where(device => device.Parent == FirstGpu)],
        };
        var ledger = Zone(host);
        var whole = Asks("gpu", 1, DeviceSpread.Any);
        var part = Asks("vgpu", 1, DeviceSpread.Any);
        Book(ledger, "whole", whole);
        Assert.Contains(
            Refuse(ledger, part).Shortfalls,
            item => item is { Dimension: Dimension.Devices, Available: 0 });
        ledger.Release(new("whole"));
        Book(ledger, "part", part);
        Refuse(ledger, whole);
        Assert.DoesNotContain(ledger.FindHost(host.Id)!.FreeDevices, device => device.Address == FirstGpu);

        // A placement for the whole from before, booked now: the ledger says what stands against it.
        var late = new HostPlacement { Host = host.Id, Devices = [FirstGpu] };
        var error = Assert.Throws<LedgerException>(() => ledger.Apply(new("late"), late, []));
        Assert.Contains("a part of it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_request_does_not_get_a_GPU_and_a_part_of_it()
    {
        var host = R740xd() with
        {
            Devices = [Device(FirstGpu, "gpu"), Device(new(0, 0x80, 1, 0), "vgpu") with { Parent = FirstGpu }],
        };
        var both = Pinned(2, 2) with { Devices = [new("gpu", null, null, 1), new("vgpu", null, null, 1)] };
        Refuse(Zone(host), both);
    }

    /// <summary>Two GPUs of three vGPUs each, one GPU on each NUMA node.</summary>
    private static HostInventory WithParts() => R740xd() with
    {
        Devices =
        [
            .. from gpu in new[] { FirstGpu, SecondGpu }
               from part in Enumerable.Range(1, 3)
               select Device(new(0, gpu.Bus, (byte)part, 0), "vgpu") with { Parent = gpu },
        ],
    };

    private static PciDevice Device(PciAddress address, string alias) =>
        new(address, 0x10de, 0x20b0, address.Bus == FirstGpu.Bus ? 0 : 1, alias);

    private static ComputeRequirements Asks(string alias, int count, DeviceSpread spread) => Pinned(2, 2) with
    {
        PciNumaPolicy = PciNumaPolicy.Preferred,
        Devices = [new(alias, null, null, count) { Spread = spread }],
    };
}
