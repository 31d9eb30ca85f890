using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Simulation.Planting;

namespace Vim.Simulation.Hosts;

/// <summary>
/// Guests that come and go. A hand-over may end half way, off here and not on there; and one that was done may be told
/// as failed.
/// </summary>
internal sealed partial class Guests
{
    private readonly HashSet<(ComputeId Compute, int Incarnation)> _sent = [];
    private readonly HashSet<(ComputeId Compute, int Incarnation)> _ran = [];

    /// <summary>Whether the guest ever ran here, whatever befell the host since.</summary>
    public bool HasRun(ComputeId compute, int incarnation) => _ran.Contains((compute, incarnation));

    /// <summary>Whether the host holds the guest.</summary>
    public bool Holds(ComputeId compute, int incarnation) => Find(compute, incarnation) >= 0;

    /// <summary>What the host says of its guests.</summary>
    public IEnumerable<GuestObservation> Told => world.Bug != Bug.TargetTellsEarly
        ? All
        : All.Select(guest => guest.MigrationEndpoint.Length == 0
            ? guest
            : guest with { PowerState = GuestPowerState.Running, MigrationEndpoint = "" });

    private void Run(GuestObservation guest)
    {
        All.Add(guest);
        _ran.Add((guest.Compute, guest.Incarnation));
    }

    private ReportOrderOutcome Prepare(PrepareGuest order)
    {
        if (_removed.Contains((order.Compute, order.Incarnation)))
        {
            return Refused(order, ErrorCodes.WrongState, "this guest was given up", isTransient: false);
        }

        var index = IndexOf(order);
        if (index < 0)
        {
            RemoveOlder(order);
            index = All.Count;
            All.Add(new()
            {
                Compute = order.Compute,
                Incarnation = order.Incarnation,
                PowerState = GuestPowerState.Paused,
                Pins = order.Spec.Placement.Pins,
                Nodes = order.Spec.Placement.Nodes,
                MigrationEndpoint = $"{host}/{order.Incarnation}",
            });
            world.Checks.CheckGuests();
        }

        return Done(order, All[index]);
    }

    private ReportOrderOutcome Send(SendGuest order)
    {
        var index = IndexOf(order);
        if (index < 0)
        {
            return Refused(order, ErrorCodes.NotFound, NoSuchGuest, isTransient: false);
        }

        if (All[index].PowerState != GuestPowerState.Running || Fails())
        {
            return Refused(order, ErrorCodes.HostRefused, "it was not sent", isTransient: false);
        }

        var before = All[index];
        if (world.Bug != Bug.SourceGoesOn)
        {
            All[index] = before with { PowerState = GuestPowerState.Stopped };
        }

        _sent.Add((order.Compute, order.Incarnation));
        if (Fails())
        {
            return Refused(order, ErrorCodes.HostRefused, "it was handed over half way", isTransient: false);
        }

        var parts = order.Endpoint.Split('/');
        if (world.FindHost(new(parts[0])) is not { } target || !target.Receive(order.Compute, int.Parse(parts[1])))
        {
            All[index] = before;
            return Refused(order, ErrorCodes.HostRefused, "nobody waits for it", isTransient: false);
        }

        world.Tally.HandedOver++;
        world.Checks.CheckGuests();
        return Fails()
            ? Refused(order, ErrorCodes.HostRefused, "it was sent, and this is told", isTransient: false)
            : Done(order, All[index]);
    }

    private ReportOrderOutcome Settle(SettleGuest order)
    {
        var index = IndexOf(order);
        if (index >= 0 && All[index].MigrationEndpoint.Length == 0)
        {
            return Done(order, All[index]);
        }

        _removed.Add((order.Compute, order.Incarnation));
        if (index >= 0)
        {
            All.RemoveAt(index);
        }

        return Refused(order, ErrorCodes.NotFound, NoSuchGuest, isTransient: false);
    }

    /// <summary>A guest that is waited for comes, and runs.</summary>
    /// <returns>The guest; null where nobody waits for it.</returns>
    public GuestObservation? Receive(ComputeId compute, int incarnation)
    {
        var index = Find(compute, incarnation);
        if (index < 0 || All[index] is not { PowerState: GuestPowerState.Paused, MigrationEndpoint.Length: > 0 } guest)
        {
            return null;
        }

        All.RemoveAt(index);
        guest = guest with { PowerState = GuestPowerState.Running, MigrationEndpoint = "" };
        Run(guest);
        return guest;
    }

    private bool Fails() => world.IsFaulty && world.Chance.Percent(world.Swarm.Refusals);
}
