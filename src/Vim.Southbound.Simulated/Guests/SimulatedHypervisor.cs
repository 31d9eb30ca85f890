using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// The guests of one simulated host and the books of what they hold: everything of a host but time. Each method does
/// its work at once. Not safe for several threads; <see cref="SimulatedHost"/> adds threads, latencies and faults.
/// </summary>
public sealed partial class SimulatedHypervisor
{
    private const int MaxRemembered = 4096;

    private readonly HostInventory _inventory;
    private readonly IGuestStore _store;
    private readonly Dictionary<ComputeId, SimulatedGuest> _guests = [];
    private readonly Dictionary<ComputeId, int> _removed = [];
    private readonly Queue<ComputeId> _removedInOrder = new();
    private readonly HostBooks _books;

    /// <summary>A host with the guests that the store has for it.</summary>
    /// <param name="inventory">What the host has.</param>
    /// <param name="store">Where its guests are kept.</param>
    /// <exception cref="HostDriverException">The store's guests do not fit the inventory.</exception>
    public SimulatedHypervisor(HostInventory inventory, IGuestStore store)
    {
        _inventory = inventory;
        _store = store;
        _books = new(inventory);
        var (reboots, guests) = store.Load(inventory.Id);
        Reboots = reboots;
        foreach (var guest in guests)
        {
            _books.Book(guest.Compute, guest.Placement);
            _guests.Add(guest.Compute, guest);
        }
    }

    /// <summary>How often the host rebooted since it was first started.</summary>
    public int Reboots { get; private set; }

    /// <summary>All guests, by id.</summary>
    public IReadOnlyList<SimulatedGuest> Guests =>
        [.. _guests.Values.OrderBy(guest => guest.Compute.Value, StringComparer.Ordinal)];

    /// <summary>The guest of a compute, or null.</summary>
    public SimulatedGuest? Find(ComputeId compute) => _guests.GetValueOrDefault(compute);

    /// <summary>
    /// Books what the guest needs and defines it, stopped. A guest of an older incarnation is removed first; the same
    /// incarnation is left as it is.
    /// </summary>
    /// <returns>Whether the guest was made now.</returns>
    /// <exception cref="HostDriverException">
    /// It does not fit the host's own books, or a newer incarnation is known.
    /// </exception>
    public bool Define(GuestSpec spec)
    {
        Check(spec);
        if (_guests.TryGetValue(spec.Compute, out var existing))
        {
            RefuseOlder(spec.Compute, spec.Incarnation, existing.Incarnation);
            if (existing.Incarnation == spec.Incarnation)
            {
                return false;
            }

            Forget(existing);
        }
        else if (_removed.TryGetValue(spec.Compute, out var removed))
        {
            RefuseOlder(spec.Compute, spec.Incarnation, removed);
        }

        _books.Book(spec.Compute, spec.Placement);
        _guests[spec.Compute] = new()
        {
            Compute = spec.Compute,
            Incarnation = spec.Incarnation,
            Name = spec.Name,
            PowerState = GuestPowerState.Stopped,
            Placement = spec.Placement,
            EffectivePins = spec.Placement.Pins,
        };
        return true;
    }

    /// <summary>Gives the guest a power state and keeps it.</summary>
    /// <exception cref="HostDriverException">There is no such guest.</exception>
    public SimulatedGuest SetPower(ComputeId compute, int incarnation, GuestPowerState state, string message = "") =>
        Keep(Get(compute, incarnation) with
        {
            PowerState = state,
            Message = message,
            SentTo = null,
        });

    /// <summary>Checks that the guest can do the operation and tells the power state after it.</summary>
    /// <exception cref="HostDriverException">
    /// There is no such guest, or its state does not allow the operation.
    /// </exception>
    public GuestPowerState After(ComputeId compute, int incarnation, GuestOperation operation)
    {
        var guest = Get(compute, incarnation);
        return (operation, guest.PowerState) switch
        {
            (GuestOperation.Start, GuestPowerState.Paused) => throw Wrong(guest, operation, "unpause it"),
            (GuestOperation.Start, _) => GuestPowerState.Running,
            (GuestOperation.Stop, _) => GuestPowerState.Stopped,
            (GuestOperation.Reboot, GuestPowerState.Stopped) => throw Wrong(guest, operation, "start it"),
            (GuestOperation.Reboot, _) => GuestPowerState.Running,
            (GuestOperation.Pause, GuestPowerState.Running or GuestPowerState.Paused) => GuestPowerState.Paused,
            (GuestOperation.Pause, _) => throw Wrong(guest, operation, "start it first"),
            (GuestOperation.Unpause, GuestPowerState.Paused or GuestPowerState.Running) => GuestPowerState.Running,
            (GuestOperation.Unpause, _) => throw Wrong(guest, operation, "start it"),
            _ => throw new HostDriverException(ErrorCodes.NotSupported, $"the host knows no operation {operation}"),
        };
    }

    /// <summary>Removes the guest of this or an earlier incarnation; one that is not there is not missed.</summary>
    /// <exception cref="HostDriverException">The guest is of a newer incarnation.</exception>
    public void Remove(ComputeId compute, int incarnation)
    {
        if (_guests.TryGetValue(compute, out var guest))
        {
            RefuseOlder(compute, incarnation, guest.Incarnation);
            Forget(guest);
        }

        Remember(compute, incarnation);
    }

    /// <summary>The guest vanishes without anybody having asked for it.</summary>
    public void Lose(ComputeId compute)
    {
        if (_guests.TryGetValue(compute, out var guest))
        {
            Forget(guest);
        }
    }

    /// <summary>The pins in force become others than those of the placement: what a bad hypervisor does.</summary>
    /// <exception cref="HostDriverException">There is no such guest.</exception>
    public SimulatedGuest DriftPins(ComputeId compute, ImmutableArray<VirtualCpuPin> pins) =>
        Keep((Find(compute) ?? throw Missing(compute)) with { EffectivePins = pins });

    /// <summary>The host restarts: every guest is off afterwards, and one that was to come cannot any more.</summary>
    public void Reboot()
    {
        Reboots++;
        _store.Rebooted(_inventory.Id, Reboots);
        foreach (var guest in Guests.Where(guest => guest.MigrationEndpoint is not null))
        {
            Forget(guest);
        }

        foreach (var guest in Guests.Where(guest => guest.PowerState != GuestPowerState.Stopped))
        {
            Keep(guest with { PowerState = GuestPowerState.Stopped, Message = "the host was rebooted" });
        }
    }

    private static HostDriverException Wrong(SimulatedGuest guest, GuestOperation operation, string advice) => new(
        ErrorCodes.WrongState,
        $"compute {guest.Compute} is {guest.PowerState} and cannot {operation}; {advice}");

    private static void RefuseOlder(ComputeId compute, int incarnation, int known)
    {
        if (incarnation < known)
        {
            var older = FormattableString.Invariant(
                $"incarnation {incarnation} of compute {compute} is older than {known}");
            throw new HostDriverException(ErrorCodes.WrongState, $"{older}: it is neither made nor removed");
        }
    }

    private static HostDriverException Missing(ComputeId compute) =>
        new(ErrorCodes.NotFound, $"the host has no guest for compute {compute}");

    private void Check(GuestSpec spec)
    {
        var placed = spec.Placement.Pins.Length + spec.Placement.FloatingVirtualCpuCount;
        Refuse.If(spec.Incarnation < 1, $"incarnation {spec.Incarnation} of compute {spec.Compute} is not 1 or more");
        Refuse.If(
            spec.Placement.Host != _inventory.Id,
            $"compute {spec.Compute} is placed on host {spec.Placement.Host}, this is {_inventory.Id}");
        Refuse.If(
            placed != spec.Requirements.VirtualCpuCount,
            $"compute {spec.Compute} has {spec.Requirements.VirtualCpuCount} vCPUs, its placement {placed}");
        var (wanted, given) = (spec.Requirements.Vnics.Length, spec.Placement.Vnics.Length);
        Refuse.If(wanted != given, $"compute {spec.Compute} has {wanted} vNICs, its placement {given}");
    }

    private SimulatedGuest Get(ComputeId compute, int incarnation)
    {
        var guest = Find(compute) ?? throw Missing(compute);
        return guest.Incarnation == incarnation
            ? guest
            : throw new HostDriverException(
                ErrorCodes.WrongState,
                FormattableString.Invariant(
                    $"compute {compute} is here as incarnation {guest.Incarnation}, not {incarnation}"));
    }

    private SimulatedGuest Keep(SimulatedGuest guest)
    {
        _guests[guest.Compute] = guest;
        _store.Put(_inventory.Id, guest);
        return guest;
    }

    private void Forget(SimulatedGuest guest)
    {
        _guests.Remove(guest.Compute);
        _books.Release(guest.Compute, guest.Placement);
        _store.Remove(_inventory.Id, guest.Compute);
    }

    private void Remember(ComputeId compute, int incarnation)
    {
        if (_removed.TryGetValue(compute, out var before))
        {
            _removed[compute] = Math.Max(before, incarnation);
            return;
        }

        _removed.Add(compute, incarnation);
        _removedInOrder.Enqueue(compute);
        if (_removedInOrder.Count > MaxRemembered)
        {
            _removed.Remove(_removedInOrder.Dequeue());
        }
    }
}
