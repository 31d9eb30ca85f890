using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// What a host does for guests that come and go. A guest is handed over in two steps: off at its source, then on at
/// its target; in between it runs nowhere.
/// </summary>
public sealed partial class SimulatedHypervisor
{
    /// <summary>Books what a guest needs that another host will send, and defines it.</summary>
    /// <returns>Whether it was defined now.</returns>
    /// <exception cref="HostDriverException">
    /// It does not fit the host's own books, or the host gave this incarnation, or a newer one, up.
    /// </exception>
    public bool Prepare(GuestSpec spec)
    {
        var isKnown = _guests.TryGetValue(spec.Compute, out var known) && known.Incarnation == spec.Incarnation;
        if (!isKnown && _removed.TryGetValue(spec.Compute, out var removed))
        {
            RefuseOlder(spec.Compute, spec.Incarnation, removed + 1);
        }

        return Define(spec);
    }

    /// <summary>The guest waits, in memory and not running, for its other host.</summary>
    public SimulatedGuest Listen(ComputeId compute, int incarnation) => Keep(Get(compute, incarnation) with
    {
        PowerState = GuestPowerState.Paused,
        MigrationEndpoint = new GuestEndpoint(_inventory.Id, incarnation).ToString(),
    });

    /// <summary>Checks that a guest can be sent.</summary>
    /// <exception cref="HostDriverException">There is no such guest, or it does not run.</exception>
    public SimulatedGuest ToSend(ComputeId compute, int incarnation, string endpoint)
    {
        var guest = Get(compute, incarnation);
        return guest.PowerState == GuestPowerState.Running || guest.SentTo == endpoint
            ? guest
            : throw new HostDriverException(
                ErrorCodes.WrongState, $"compute {compute} is {guest.PowerState} and cannot be sent; start it first");
    }

    /// <summary>The guest does not run here any more; its memory goes to its other host.</summary>
    public SimulatedGuest HandOver(ComputeId compute, int incarnation, string endpoint) =>
        Keep(ToSend(compute, incarnation, endpoint) with
        {
            PowerState = GuestPowerState.Stopped,
            SentTo = endpoint,
            Message = $"handed over to {endpoint}",
        });

    /// <summary>The other host did not take a guest that was handed over: it goes on here.</summary>
    public void TakeBack(ComputeId compute, int incarnation, string endpoint)
    {
        if (Find(compute) is { } guest && guest.Incarnation == incarnation && guest.SentTo == endpoint)
        {
            SetPower(compute, incarnation, GuestPowerState.Running);
        }
    }

    /// <summary>A guest that was waited for comes, and runs.</summary>
    /// <exception cref="HostDriverException">Nobody waits for it here.</exception>
    public void Receive(ComputeId compute, int incarnation)
    {
        if (Find(compute) is not { PowerState: GuestPowerState.Paused, MigrationEndpoint: not null } guest
            || guest.Incarnation != incarnation)
        {
            throw new HostDriverException(
                ErrorCodes.HostRefused, $"host {_inventory.Id} does not wait for compute {compute}");
        }

        Keep(guest with { PowerState = GuestPowerState.Running, MigrationEndpoint = null });
    }

    /// <summary>The guest, if it has come; else it is given up for ever.</summary>
    /// <exception cref="HostDriverException">It has not come, and is gone now.</exception>
    public SimulatedGuest Settle(ComputeId compute, int incarnation)
    {
        if (Find(compute) is { } guest && guest.Incarnation == incarnation)
        {
            if (guest.MigrationEndpoint is null)
            {
                return guest;
            }

            Forget(guest);
        }

        Remember(compute, incarnation);
        throw Missing(compute);
    }
}
