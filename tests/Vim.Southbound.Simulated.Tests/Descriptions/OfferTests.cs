using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;

namespace Vim.Southbound.Simulated.Tests.Descriptions;

/// <summary>What a description says that its host offers, and what the host makes of it.</summary>
public sealed class OfferTests
{
    [Fact]
    public void A_function_offers_vhost_user_and_vDPA_where_the_description_says_so()
    {
        const string Uplink = "      carries_virtio: true\n";
        var host = Load("dell-r740xd-2x-gold-6230", Uplink, $"{Uplink}      vhost_user: true\n      vdpa: true\n");
        var function = host.PhysicalFunctions.Single(function => function.OffersVdpa);
        Assert.True(function is { OffersVhostUser: true, CarriesVirtio: true });
        var books = new SimulatedHypervisor(host, NoGuestStore.Instance);
        var vnic = new VnicPlacement { Name = "e", Kind = VnicKind.VhostUser, PhysicalFunction = function.Address };
        Assert.True(books.Define(Samples.Of("a", 1, new() { Host = host.Id, Vnics = [vnic] })));
        var other = host.PhysicalFunctions.First(other => !other.OffersVhostUser);
        Refused(
            books,
            new() { Host = host.Id, Vnics = [vnic with { PhysicalFunction = other.Address }] },
            "carries no vhost-user");
    }

    [Fact]
    public void A_device_is_had_whole_or_in_parts()
    {
        const string Devices = "  devices:\n";
        const string Part =
            "    - {pci: \"0000:83:00.1\", id: \"8086:225c\", numa_node: 1, part_of: \"0000:83:00.0\"}\n";
        var host = Load("dell-dcs8000z-2x-e5-2680", Devices, Devices + Part);
        var (whole, part) = (host.Devices[0], host.Devices[1]);
        Assert.Equal((null, whole.Address), (whole.Parent, part.Parent));
        var books = new SimulatedHypervisor(host, NoGuestStore.Instance);
        Assert.True(books.Define(Samples.Of("a", 1, new() { Host = host.Id, Devices = [part.Address] })));
        Refused(books, new() { Host = host.Id, Devices = [whole.Address] }, "guests have the whole or parts, not both");
    }

    private static void Refused(SimulatedHypervisor books, HostPlacement placement, string why) => Assert.Contains(
        why,
        Assert.Throws<HostDriverException>(() => books.Define(Samples.Of("refused", 1, placement))).Message,
        StringComparison.Ordinal);

    private static Domain.Topology.HostInventory Load(string name, string before, string after)
    {
        var text = File.ReadAllText(RepositoryFiles.Host(name));
        Assert.Contains(before, text, StringComparison.Ordinal);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        var changed = $"{text[..at]}{after}{text[(at + before.Length)..]}";
        return HostDescriptionParser.Parse(changed, name).ToInventory(Samples.Identity());
    }
}
