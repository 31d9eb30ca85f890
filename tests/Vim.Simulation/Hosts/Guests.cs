using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Simulation.Planting;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Hosts;

/// <summary>
/// The guests of a host and the memory of its agent: each order is done at most once while the host is up, and a guest
/// that was removed is not made again.
/// </summary>
internal sealed partial class Guests(SimulatedWorld world, HostId host)
{
    public const string NoSuchGuest = "the host has no such guest";

    private readonly Dictionary<string, ReportOrderOutcome> _done = [];
    private readonly HashSet<(ComputeId Compute, int Incarnation)> _removed = [];

    public List<GuestObservation> All { get; } = [];

    /// <summary>The power is off and on again: no guest, no memory.</summary>
    public void Clear()
    {
        All.Clear();
        _done.Clear();
        _removed.Clear();
    }

    public ReportOrderOutcome Do(GuestOrder order)
    {
        var isCreation = order is CreateGuest or PrepareGuest;
        var forgets = isCreation && world.Bug is Bug.HostCreatesTwice or Bug.HostForgetsRemovals;
        if (!forgets && _done.TryGetValue(order.CommandId, out var before))
        {
            return before;
        }

        if (isCreation && world.IsFaulty && world.Chance.Percent(world.Swarm.Refusals))
        {
            var isTransient = world.Chance.Next(2) == 0;
            var refusal = Refused(order, ErrorCodes.HostRefused, "a fault of the simulation", isTransient);
            return isTransient ? refusal : _done[order.CommandId] = refusal;
        }

        return _done[order.CommandId] = order switch
        {
            CreateGuest create => Create(create),
            OperateGuest operate => Operate(operate),
            PrepareGuest prepare => Prepare(prepare),
            SendGuest send => Send(send),
            SettleGuest settle => Settle(settle),
            _ => Destroy(order),
        };
    }

    private ReportOrderOutcome Create(CreateGuest order)
    {
        if (_removed.Contains((order.Compute, order.Incarnation)) && world.Bug != Bug.HostForgetsRemovals)
        {
            return Refused(order, ErrorCodes.HostRefused, "this guest was removed", isTransient: false);
        }

        var index = IndexOf(order);
        if (index >= 0 && world.Bug != Bug.HostCreatesTwice)
        {
            return Done(order, All[index]);
        }

        RemoveOlder(order);

        var guest = new GuestObservation
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = GuestPowerState.Running,
            Pins = order.Spec.Placement.Pins,
            Nodes = order.Spec.Placement.Nodes,
        };
        Run(guest);
        world.Checks.CheckGuests();
        return Done(order, guest);
    }

    private ReportOrderOutcome Operate(OperateGuest order)
    {
        var index = IndexOf(order);
        if (index < 0)
        {
            return Refused(order, ErrorCodes.NotFound, NoSuchGuest, isTransient: false);
        }

        All[index] = All[index] with
        {
            PowerState = order.Operation switch
            {
                GuestOperation.Stop => GuestPowerState.Stopped,
                GuestOperation.Pause => GuestPowerState.Paused,
                _ => GuestPowerState.Running,
            },
        };
        world.Checks.CheckGuests();
        return Done(order, All[index]);
    }

    private ReportOrderOutcome Destroy(GuestOrder order)
    {
        _removed.Add((order.Compute, order.Incarnation));
        var keeps = world.Bug == Bug.HostKeepsRemoved
            || (world.Bug == Bug.SourceKeepsSent
                && IndexOf(order) >= 0
                && _sent.Contains((order.Compute, order.Incarnation)));
        if (!keeps)
        {
            RemoveOlder(order);
        }

        return Done(order, new()
        {
            Compute = order.Compute,
            Incarnation = order.Incarnation,
            PowerState = GuestPowerState.Stopped,
        });
    }

    private int IndexOf(GuestOrder order) => Find(order.Compute, order.Incarnation);

    private int Find(ComputeId compute, int incarnation) =>
        All.FindIndex(guest => guest.Compute == compute && guest.Incarnation == incarnation);

    private void RemoveOlder(GuestOrder order)
    {
        if (world.Bug != Bug.HostCreatesTwice || order is not CreateGuest)
        {
            All.RemoveAll(guest => guest.Compute == order.Compute && guest.Incarnation <= order.Incarnation);
        }
    }

    private ReportOrderOutcome Done(GuestOrder order, GuestObservation seen) =>
        new(host, order.CommandId, order.Compute, order.Incarnation, seen, Failure: null, IsTransient: false);

    private ReportOrderOutcome Refused(GuestOrder order, string code, string why, bool isTransient) =>
        new(host, order.CommandId, order.Compute, order.Incarnation, Done: null, new(code, why), isTransient);
}
