using Nfv.OrVi.V1;
using Vim.Cli.Deployment;
using Vim.Descriptors.Model;
using CpuPolicy = Vim.Descriptors.Model.CpuPolicy;
using Flavour = Vim.Descriptors.Model.Flavour;

namespace Vim.Cli.Tests.Deployment;

/// <summary>What a descriptor says of the very CPUs, devices and NICs reaches the VIM.</summary>
public sealed class ExactWishesTests
{
    [Fact]
    public void Pinning_rules_and_the_spread_of_devices_are_asked_for()
    {
        var log = new DemandLog();
        var mapped = FlavourMapper.Map(
            new Flavour
            {
                Name = "f",
                Cpu = new CpuDemand
                {
                    VcpuCount = 4,
                    Policy = CpuPolicy.Dedicated,
                    PinningRules = [new([0, 1], [8, 9, 12]), new([3], [40])],
                },
                Memory = new MemoryDemand { SizeMebibytes = 1024 },
                PciDevices =
                [
                    new() { Alias = "gpu", Count = 2, Spread = PciDeviceSpread.Apart },
                    new() { Alias = "card", Count = 1 },
                ],
            },
            log);

        var pinning = mapped.VirtualCpu.VirtualCpuPinning;
        Assert.Equal(CpuPinningPolicy.Static, pinning.CpuPinningPolicy);
        Assert.Equal(
            [("0-1", "8-9,12"), ("3", "40")],
            pinning.CpuPinningRules.Select(rule => (rule.Key, rule.Value)));
        Assert.Equal(
            [DeviceSpread.Apart, DeviceSpread.Unspecified],
            mapped.Epa.Devices.Select(device => device.Spread));
    }

    [Fact]
    public void Labels_of_vNICs_are_asked_for()
    {
        var vnic = new Vnic
        {
            Name = "e",
            Kind = VnicKind.SriovVf,
            VirtualLink = "l",
            DistinctPfGroup = "pf",
            DistinctNicGroup = "nic",
            DistinctSwitchGroup = "switch",
        };

        var epa = VnicMapper.Map(vnic).Epa;
        Assert.Equal(("pf", "nic", "switch"), (epa.DistinctPfGroup, epa.DistinctNicGroup, epa.DistinctSwitchGroup));
        Assert.False(VnicMapper.Map(vnic with { DistinctPfGroup = null }).Epa.HasDistinctPfGroup);
    }
}
