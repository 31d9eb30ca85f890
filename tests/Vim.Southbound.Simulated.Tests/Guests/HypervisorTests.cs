using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;

namespace Vim.Southbound.Simulated.Tests.Guests;

/// <summary>What a host refuses by its own books, and what it knows of incarnations.</summary>
public sealed class HypervisorTests
{
    private readonly SimulatedHypervisor _host = new(Samples.Inventory, NoGuestStore.Instance);

    public HypervisorTests() => Assert.True(_host.Define(Samples.Guest("first")));

    [Fact]
    public void A_guest_beside_another_fits() =>
        Assert.True(_host.Define(Samples.Guest("second", firstCpu: 13, virtualFunction: 1)));

    [Fact]
    public void A_pin_that_another_guest_holds_is_refused() =>
        Refused(Samples.Guest("second", firstCpu: 9, virtualFunction: 1), "CPU 9 is held by compute first");

    [Fact]
    public void A_virtual_function_that_another_guest_holds_is_refused() =>
        Refused(Samples.Guest("second", firstCpu: 13), "VF 0000:86:02.0 is held by compute first");

    [Fact]
    public void A_rate_beyond_what_is_left_of_the_link_is_refused() => Refused(
        Samples.Guest("second", firstCpu: 13, virtualFunction: 1, guaranteedMbps: 23_001),
        "guaranteed ingress of 0000:86:00.0: 23001 Mbit/s wanted, 23 Gbit/s free");

    [Fact]
    public void Pages_beyond_the_pool_are_refused() => Refused(
        Second(placement => placement with { Nodes = [placement.Nodes[0] with { PageCount = 65 }] }),
        "pages of 1 GiB on NUMA node 1: 65 wanted, 64 free");

    [Fact]
    public void Pages_that_the_host_keeps_for_itself_are_refused() => Refused(
        Second(placement =>
            placement with { Nodes = [placement.Nodes[0] with { PageSize = PageSize.Huge2MiB, PageCount = 1537 }] }),
        "pages of 2 MiB on NUMA node 1: 1537 wanted, 1536 free");

    [Fact]
    public void Pages_that_come_in_two_guest_nodes_are_counted_together() => Refused(
        Second(placement => placement with
        {
            Nodes =
            [
                placement.Nodes[0] with { PageCount = 33 },
                placement.Nodes[0] with { GuestNode = 1, PageCount = 32 },
            ],
        }),
        "65 wanted, 64 free");

    [Fact]
    public void Floating_memory_competes_with_small_pages() => Refused(
        Second(placement => placement with { FloatingMemory = MemorySize.FromGiB(64) }),
        "small-page memory: 64 GiB wanted");

    [Theory]
    [InlineData(0, "CPU 0 is not for dedicated vCPUs")]
    [InlineData(5, "CPU 5 is not for dedicated vCPUs")]
    [InlineData(80, "CPU 80 is not for dedicated vCPUs")]
    public void CPUs_of_the_host_itself_and_CPUs_that_do_not_exist_are_refused(int cpu, string reason) =>
        Refused(Second(placement => placement with { Pins = Samples.Pins(cpu) }), reason);

    [Fact]
    public void One_CPU_for_two_vCPUs_is_refused() =>
        Refused(Second(placement => placement with { Pins = Samples.Pins(13, 13) }), "claims a CPU twice");

    [Fact]
    public void Idle_siblings_and_isolated_emulator_CPUs_are_held_too()
    {
        var isolated = Second(placement => placement with
        {
            Pins = Samples.Pins(13, 15),
            IdleSiblings = CpuSet.Of(53, 55),
            EmulatorCpus = CpuSet.Of(17),
            EmulatorIsolated = true,
        });
        Assert.True(_host.Define(isolated));
        foreach (var cpu in new[] { 13, 53, 55, 17 })
        {
            var third = Second(placement => placement with { Pins = Samples.Pins(cpu) }, "third", 2);
            Refused(third, $"CPU {cpu} is held by compute second");
        }
    }

    [Fact]
    public void Shared_vCPUs_are_counted_against_the_shared_CPUs_times_their_ratio()
    {
        Assert.True(_host.Define(Floating("float-1", 30)));
        Refused(Floating("float-2", 3), "shared vCPUs: 3 wanted, 2 of 32 free");
        Assert.True(_host.Define(Floating("float-2", 2)));
    }

    [Fact]
    public void Shared_vCPUs_of_a_guest_node_are_counted_on_its_NUMA_node()
    {
        GuestSpec OnNode(string compute, int count) => Floating(compute, count).With(placement => placement with
        {
            FloatingMemory = default,
            Nodes = [new(0, 0, PageSize.Huge1GiB, 1, count)],
        });
        Assert.True(_host.Define(OnNode("float-1", 14)));
        Refused(OnNode("float-2", 3), "shared vCPUs on NUMA node 0: 3 wanted, 2 free");
    }

    [Fact]
    public void Floating_over_a_dedicated_CPU_is_refused() => Refused(
        Floating("float-1", 1).With(placement => placement with { FloatingCpus = CpuSet.Of(9) }),
        "CPU 9 is not shared");

    [Fact]
    public void Local_storage_beyond_the_disk_is_refused() => Refused(
        Second(placement => placement with { LocalStorage = MemorySize.FromGiB(1015) }),
        "local storage: 1015 GiB wanted, 1014 GiB free");

    [Fact]
    public void A_whole_function_is_refused_while_a_VF_of_it_is_used_and_the_other_way_round()
    {
        Assert.True(_host.Define(Whole("whole")));
        Refused(Whole("again", firstCpu: 17), "is wanted whole and in part");
        Refused(
            Samples.Guest("vf", firstCpu: 17, virtualFunction: 0).With(placement => placement with
            {
                Vnics = [placement.Vnics[0] with
                {
                    PhysicalFunction = PciAddress.Parse("0000:86:00.1"),
                    VirtualFunction = PciAddress.Parse("0000:86:0a.0"),
                }],
            }),
            "is wanted whole and in part");
    }

    [Theory]
    [InlineData(VnicKind.PfPassthrough, "0000:86:00.0", null, "is not for passthrough")]
    [InlineData(VnicKind.Virtio, "0000:86:00.1", null, "carries no virtio traffic")]
    [InlineData(VnicKind.SriovVf, "0000:86:00.1", "0000:86:02.1", "is not a VF of 0000:86:00.1")]
    [InlineData(VnicKind.SriovVf, "0000:86:00.1", null, "do not agree")]
    [InlineData(VnicKind.SriovVf, "0000:87:00.0", "0000:86:02.1", "there is no physical function 0000:87:00.0")]
    public void A_vNIC_that_the_NIC_cannot_carry_is_refused(
        VnicKind kind, string function, string? virtualFunction, string reason) =>
        Refused(
            Second(placement => placement with
            {
                Vnics = [placement.Vnics[0] with
                {
                    Kind = kind,
                    PhysicalFunction = PciAddress.Parse(function),
                    VirtualFunction = virtualFunction is null ? null : PciAddress.Parse(virtualFunction),
                }],
            }),
            reason);

    [Fact]
    public void A_device_is_given_once()
    {
        var host = new SimulatedHypervisor(
            Samples.Inventory with { Devices = [new(PciAddress.Parse("0000:b1:00.0"), 1, 2, 1, "x")] },
            NoGuestStore.Instance);
        var device = ImmutableArray.Create(PciAddress.Parse("0000:b1:00.0"));
        Assert.True(host.Define(Samples.Guest("first").With(placement => placement with { Devices = device })));
        var refusal = Assert.Throws<HostDriverException>(() => host.Define(
            Samples.Guest("second", firstCpu: 13, virtualFunction: 1).With(placement =>
                placement with { Devices = device })));
        Assert.Equal("PCI device 0000:b1:00.0 is held by compute first", refusal.Message);
    }

    [Fact]
    public void A_refused_guest_leaves_nothing_booked()
    {
        Refused(Second(placement => placement with { LocalStorage = MemorySize.FromGiB(2000) }), "local storage");
        Assert.True(_host.Define(Second(placement => placement)));
    }

    [Fact]
    public void Everything_of_a_removed_guest_is_free_again()
    {
        _host.Remove(new("first"), 1);
        Assert.True(_host.Define(Samples.Guest("other")));
    }

    [Fact]
    public void The_same_incarnation_again_changes_nothing()
    {
        Assert.False(_host.Define(Samples.Guest("first")));
        Assert.Single(_host.Guests);
    }

    [Fact]
    public void A_newer_incarnation_takes_the_place_of_the_older_one()
    {
        Assert.True(_host.Define(Samples.Guest("first", incarnation: 2)));
        Assert.Equal(2, Assert.Single(_host.Guests).Incarnation);
    }

    [Fact]
    public void An_older_incarnation_is_never_made_nor_does_it_remove_a_newer_one()
    {
        Assert.True(_host.Define(Samples.Guest("first", incarnation: 3)));
        Refused(Samples.Guest("first", incarnation: 2), "older than 3", ErrorCodes.WrongState);
        var refusal = Assert.Throws<HostDriverException>(() => _host.Remove(new("first"), 2));
        Assert.Equal(ErrorCodes.WrongState, refusal.Code);
        _host.Remove(new("first"), 3);
        Refused(Samples.Guest("first", incarnation: 2), "older than 3", ErrorCodes.WrongState);
    }

    [Fact]
    public void A_guest_for_another_host_is_refused() => Refused(
        Second(placement => placement with { Host = new("h2") }),
        "is placed on host h2, this is h1");

    [Theory]
    [InlineData(GuestPowerState.Running, GuestOperation.Pause, GuestPowerState.Paused)]
    [InlineData(GuestPowerState.Running, GuestOperation.Stop, GuestPowerState.Stopped)]
    [InlineData(GuestPowerState.Running, GuestOperation.Reboot, GuestPowerState.Running)]
    [InlineData(GuestPowerState.Paused, GuestOperation.Unpause, GuestPowerState.Running)]
    [InlineData(GuestPowerState.Stopped, GuestOperation.Start, GuestPowerState.Running)]
    [InlineData(GuestPowerState.Crashed, GuestOperation.Start, GuestPowerState.Running)]
    [InlineData(GuestPowerState.Stopped, GuestOperation.Stop, GuestPowerState.Stopped)]
    public void Operations_lead_from_state_to_state(
        GuestPowerState before, GuestOperation operation, GuestPowerState after)
    {
        _host.SetPower(new("first"), 1, before);
        Assert.Equal(after, _host.After(new("first"), 1, operation));
    }

    [Theory]
    [InlineData(GuestPowerState.Stopped, GuestOperation.Pause)]
    [InlineData(GuestPowerState.Stopped, GuestOperation.Unpause)]
    [InlineData(GuestPowerState.Stopped, GuestOperation.Reboot)]
    [InlineData(GuestPowerState.Paused, GuestOperation.Start)]
    public void Operations_that_the_state_does_not_allow_are_refused(GuestPowerState before, GuestOperation operation)
    {
        _host.SetPower(new("first"), 1, before);
        var refusal = Assert.Throws<HostDriverException>(() => _host.After(new("first"), 1, operation));
        Assert.Equal(ErrorCodes.WrongState, refusal.Code);
    }

    [Fact]
    public void A_rebooted_host_has_its_guests_stopped_and_still_booked()
    {
        _host.SetPower(new("first"), 1, GuestPowerState.Running);
        _host.Reboot();
        Assert.Equal(GuestPowerState.Stopped, Assert.Single(_host.Guests).PowerState);
        Refused(Samples.Guest("second"), "is held by compute first");
    }

    private static GuestSpec Second(
        Func<HostPlacement, HostPlacement> change, string compute = "second", int virtualFunction = 1) =>
        Samples.Guest(compute, firstCpu: 13, virtualFunction).With(change);

    private static GuestSpec Whole(string compute, int firstCpu = 13) =>
        Samples.Guest(compute, firstCpu).With(placement => placement with
        {
            Vnics =
            [
                new()
                {
                    Name = "pf",
                    Kind = VnicKind.PfPassthrough,
                    PhysicalFunction = PciAddress.Parse("0000:86:00.1"),
                },
            ],
        });

    private static GuestSpec Floating(string compute, int count) => Samples.Of(compute, 1, new()
    {
        Host = new("h1"),
        FloatingVirtualCpuCount = count,
        FloatingCpus = Samples.Inventory.SharedCpus,
        EmulatorCpus = Samples.Inventory.SharedCpus,
        FloatingMemory = MemorySize.FromGiB(1),
    });

    private void Refused(GuestSpec spec, string reason, string code = ErrorCodes.HostRefused)
    {
        var refusal = Assert.Throws<HostDriverException>(() => _host.Define(spec));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(code, refusal.Code);
    }
}
