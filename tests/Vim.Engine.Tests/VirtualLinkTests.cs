using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.VirtualLinks;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class VirtualLinkTests
{
    [Fact]
    public void A_link_with_computes_on_it_stays_and_goes_when_they_have_gone() => World.RunInTwoZones(async world =>
    {
        var link = await LinkAsync(world);
        var one = (await world.AllocateAsync(On(link.Id) with { Zone = new ZoneId("z1") })).Ok();
        (await world.AllocateAsync(On(link.Id) with { Zone = new ZoneId("z2") }, "k2")).Ok();
        var error = (await world.AskAsync(new TerminateVirtualLink(link.Id))).Refused(ErrorCodes.InUse);
        Assert.Contains("1 computes", error.Message, StringComparison.Ordinal);

        (await world.AskAsync(new TerminateCompute(one.Id))).Ok();
        (await world.AskAsync(new TerminateVirtualLink(link.Id))).Refused(ErrorCodes.InUse);
        // The zone that gave its grant back asks for another when it needs one.
        var again = (await world.AllocateAsync(On(link.Id) with { Zone = new ZoneId("z1") })).Ok();

        foreach (var view in world.Engine.Views.Computes.Snapshot())
        {
            (await world.AskAsync(new TerminateCompute(view.State.Id))).Ok();
        }

        Assert.False((await world.AskAsync(new TerminateVirtualLink(link.Id))).Ok().Exists);
        (await world.AllocateAsync(On(link.Id))).Refused(ErrorCodes.NotFound);
        Assert.Equal(new ZoneId("z1"), again.Zone);
    });

    [Fact]
    public void A_compute_gets_the_links_physical_network_and_an_address() => World.RunWithHosts(1, async world =>
    {
        var link = await LinkAsync(world, "physnet1");
        var placed = (await world.AllocateAsync(On(link.Id, VnicKind.SriovVf))).Ok();
        var vnic = Assert.Single(placed.Requirements!.Vnics);
        Assert.Equal("physnet1", vnic.PhysicalNetwork);
        Assert.True(MacAddresses.IsValid(vnic.MacAddress!));
        Assert.NotNull(Assert.Single(placed.Placement!.Vnics).VirtualFunction);
    });

    [Fact]
    public void An_allocation_that_races_with_the_links_deletion_never_ends_on_a_link_that_is_gone() =>
        World.RunWithHosts(1, async world =>
    {
        for (var round = 0; round < 30; round++)
        {
            var link = await LinkAsync(world);
            var warm = (await world.AllocateAsync(On(link.Id))).Ok();
            (await world.AskAsync(new TerminateCompute(warm.Id))).Ok();
            var deleting = round % 2 == 0 ? world.AskAsync(new TerminateVirtualLink(link.Id)).AsTask() : null;
            var allocating = world.AllocateAsync(On(link.Id)).AsTask();
            deleting ??= world.AskAsync(new TerminateVirtualLink(link.Id)).AsTask();
            var placed = await allocating;
            var deleted = await deleting;

            Assert.NotEqual(placed.IsSuccess, deleted.IsSuccess);
            if (placed.IsSuccess)
            {
                deleted.Refused(ErrorCodes.InUse);
                (await world.AskAsync(new TerminateCompute(placed.Value.Id))).Ok();
            }
        }
    });

    [Fact]
    public void A_deletion_that_a_crash_interrupted_goes_on() => World.RunWithHosts(1, async world =>
    {
        var link = await LinkAsync(world);
        var placed = (await world.AllocateAsync(On(link.Id))).Ok();
        (await world.AskAsync(new TerminateCompute(placed.Id))).Ok();
        world.Decide = append =>
        {
            append.Complete();
            world.Decide = later => later.Crash(isDurable: false);
        };
        _ = world.AskAsync(new TerminateVirtualLink(link.Id)).AsTask();
        world.Settle();
        await world.RestartAsync();
        world.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(world.Engine.Views.VirtualLinks.Find(link.Id.Value));
    });

    [Fact]
    public void A_port_has_one_compute_and_is_free_when_that_has_ended() => World.RunWithHosts(2, async world =>
    {
        var link = await LinkAsync(world);
        var port = (await world.AskAsync(new CreatePort(link.Id, new()))).Ok();
        var first = (await world.AllocateAsync(With(port.Id))).Ok();
        Assert.Equal(port.MacAddress, Assert.Single(first.Requirements!.Vnics).MacAddress);
        Assert.Equal(first.Id, world.Engine.Views.Ports.Find(port.Id.Value)!.State.AttachedTo);
        (await world.AllocateAsync(With(port.Id))).Refused(ErrorCodes.InUse);
        (await world.AskAsync(new DeletePort(port.Id))).Refused(ErrorCodes.InUse);

        (await world.AskAsync(new TerminateCompute(first.Id))).Ok();
        world.Settle();
        Assert.Null(world.Engine.Views.Ports.Find(port.Id.Value)!.State.AttachedTo);
        (await world.AllocateAsync(With(port.Id))).Ok();
    });

    [Fact]
    public void A_port_whose_allocation_came_to_nothing_is_free_again() => World.RunWithHosts(1, async world =>
    {
        var link = await LinkAsync(world);
        var port = (await world.AskAsync(new CreatePort(link.Id, new()))).Ok();
        var tooLarge = Asked.Dedicated(7) with { Vnics = With(port.Id).Vnics };
        (await world.AllocateAsync(tooLarge)).Refused(ErrorCodes.NoFeasibleHost);
        Assert.Null(world.Engine.Views.Ports.Find(port.Id.Value)!.State.AttachedTo);

        // Crash between the attachment and the placement: the port's own check finds out.
        world.Decide = append =>
        {
            append.Complete();
            world.Decide = later => later.Crash(isDurable: false);
        };
        _ = world.AllocateAsync(With(port.Id)).AsTask();
        world.Settle();
        await world.RestartAsync();
        Assert.NotNull(world.Engine.Views.Ports.Find(port.Id.Value)!.State.AttachedTo);
        world.Advance(world.Options.PortCheckAfter);
        Assert.Null(world.Engine.Views.Ports.Find(port.Id.Value)!.State.AttachedTo);
    });

    [Fact]
    public void Ports_get_the_lowest_free_address_of_each_subnet() => World.Run(async world =>
    {
        var link = await LinkAsync(world);
        var subnet = (await world.AskAsync(new CreateSubnet(
            link.Id, new() { Cidr = "192.0.2.0/29", GatewayIp = "192.0.2.1" }))).Ok();
        (await world.AskAsync(new CreateSubnet(link.Id, new() { Cidr = "2001:db8::/64" }))).Ok();
        var overlapping = new CreateSubnet(link.Id, new() { Cidr = "192.0.2.4/30" });
        (await world.AskAsync(overlapping)).Refused(ErrorCodes.InvalidArgument);

        var addresses = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            var port = (await world.AskAsync(new CreatePort(link.Id, new()))).Ok();
            addresses.Add(port.Addresses.Single(address => address.Subnet == subnet.Id).Address);
        }

        Assert.Equal(["192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "192.0.2.6"], addresses);
        (await world.AskAsync(new CreatePort(link.Id, new()))).Refused(ErrorCodes.WrongState);
        (await world.AskAsync(new DeleteSubnet(subnet.Id))).Refused(ErrorCodes.InUse);
        (await world.AskAsync(new TerminateVirtualLink(link.Id))).Refused(ErrorCodes.InUse);
    });

    [Fact]
    public void Links_of_others_are_used_only_when_shared() => World.RunWithHosts(1, async world =>
    {
        var mine = await LinkAsync(world);
        var shared = (await world.AskAsync(new AllocateVirtualLink(null, new() { IsShared = true }))).Ok();
        var other = World.Tenant with { ResourceGroup = new("tenant-2") };
        (await world.AskAsync(On(mine.Id), other)).Refused(ErrorCodes.NotFound);
        (await world.AskAsync(On(shared.Id), other)).Ok();
        (await world.AskAsync(new TerminateVirtualLink(shared.Id), other)).Refused(ErrorCodes.NotFound);
    });

    private static async Task<VirtualLinkState> LinkAsync(World world, string? network = null) =>
        (await world.AskAsync(new AllocateVirtualLink(null, new() { Name = "net", PhysicalNetwork = network }))).Ok();

    private static AllocateCompute On(VirtualLinkId link, VnicKind kind = VnicKind.Virtio) => Asked.Dedicated(1) with
    {
        Vnics = [new() { Name = "eth0", Kind = kind, VirtualLink = link }],
    };

    private static AllocateCompute With(PortId port) => Asked.Dedicated(1) with
    {
        Vnics = [new() { Name = "eth0", Kind = VnicKind.Virtio, Port = port }],
    };
}
