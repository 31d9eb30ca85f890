using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Southbound.Simulated.Guests;
using Vim.Southbound.Simulated.Tests.Support;

namespace Vim.Southbound.Simulated.Tests.Guests;

public sealed class FileGuestStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vim-guests-");

    private string File => Path.Combine(_folder.FullName, "guests.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_new_process_finds_the_guests_and_their_books()
    {
        using (var store = new FileGuestStore(File))
        {
            var host = new SimulatedHypervisor(Samples.Inventory, store);
            Start(host, Samples.Guest("stays"));
            Start(host, Samples.Guest("goes", firstCpu: 13, virtualFunction: 1));
            host.Remove(new("goes"), 1);
            host.Reboot();
            host.SetPower(new("stays"), 1, GuestPowerState.Running);
        }

        using var again = new FileGuestStore(File);
        var found = new SimulatedHypervisor(Samples.Inventory, again);
        var guest = Assert.Single(found.Guests);
        Assert.Equal(("stays", GuestPowerState.Running, 1), (guest.Compute.Value, guest.PowerState, found.Reboots));
        var expected = Samples.Guest("stays").Placement;
        Assert.Equal(expected.Pins, guest.EffectivePins);
        Assert.Equal(expected.Nodes, guest.Placement.Nodes);
        Assert.Equal(expected.Vnics, guest.Placement.Vnics);
        Assert.Equal(expected.EmulatorCpus, guest.Placement.EmulatorCpus);
        Assert.Equal(expected.LocalStorage, guest.Placement.LocalStorage);
        Assert.Throws<HostDriverException>(() => found.Define(Samples.Guest("thief")));
    }

    [Fact]
    public void A_guest_that_was_not_finished_is_not_found_again()
    {
        using (var store = new FileGuestStore(File))
        {
            new SimulatedHypervisor(Samples.Inventory, store).Define(Samples.Guest("half"));
        }

        using var again = new FileGuestStore(File);
        Assert.Empty(again.Load(new HostId("h1")).Guests);
    }

    [Fact]
    public void A_line_that_was_cut_short_is_dropped_and_the_rest_kept()
    {
        using (var store = new FileGuestStore(File))
        {
            Start(new SimulatedHypervisor(Samples.Inventory, store), Samples.Guest("whole"));
        }

        System.IO.File.AppendAllText(File, "{\"host\":\"h1\",\"put\":{\"comp");
        using (var again = new FileGuestStore(File))
        {
            Assert.Single(again.Load(new HostId("h1")).Guests);
            again.Remove(new HostId("h1"), new ComputeId("whole"));
        }

        using var third = new FileGuestStore(File);
        Assert.Empty(third.Load(new HostId("h1")).Guests);
    }

    [Fact]
    public void A_bad_line_in_the_middle_is_an_error_with_its_place()
    {
        System.IO.File.WriteAllText(
            File, "{\"host\":\"h1\",\"reboots\":1}\nrubbish\n{\"host\":\"h1\",\"reboots\":2}\n");
        var exception = Assert.Throws<InvalidDataException>(() => new FileGuestStore(File));
        Assert.StartsWith($"{File}:2: is not a line of a guest file", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_processes_cannot_have_the_file()
    {
        using var store = new FileGuestStore(File);
        Assert.ThrowsAny<IOException>(() => new FileGuestStore(File));
    }

    [Fact]
    public void Dead_lines_go_when_the_file_is_opened()
    {
        using (var store = new FileGuestStore(File))
        {
            var host = new SimulatedHypervisor(Samples.Inventory, store);
            Start(host, Samples.Guest("one"));
            for (var count = 0; count < 100; count++)
            {
                host.SetPower(new("one"), 1, GuestPowerState.Paused);
            }
        }

        using (new FileGuestStore(File))
        {
            Assert.Single(System.IO.File.ReadAllLines(File));
        }
    }

    private static void Start(SimulatedHypervisor host, GuestSpec spec)
    {
        host.Define(spec);
        host.SetPower(spec.Compute, spec.Incarnation, GuestPowerState.Running);
    }
}
