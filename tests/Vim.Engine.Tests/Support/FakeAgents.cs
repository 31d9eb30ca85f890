using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Engine.Ports;

namespace Vim.Engine.Tests.Support;

/// <summary>
/// Hosts and their agents, outliving the engine: they hold guests, obey orders once by command id, and can be told to
/// refuse, to keep silent, to lose outcomes, to reboot. What a guest is made of is checked against what others hold.
/// </summary>
public sealed class FakeAgents : IAgentGateway
{
    private readonly Dictionary<HostId, FakeHost> _hosts = [];

    /// <summary>Every order that reached a connected agent, repeats included.</summary>
    public List<GuestOrder> Orders { get; } = [];

    public IEnumerable<FakeHost> Hosts => _hosts.Values;

    public FakeHost this[string host] => _hosts[new(host)];

    public FakeHost Add(HostInventory inventory) =>
        _hosts[inventory.Id] = new(inventory) { Find = host => _hosts.GetValueOrDefault(host) };

    public bool TrySend(GuestOrder order)
    {
        if (!_hosts.TryGetValue(order.Host, out var host) || !host.IsConnected)
        {
            return false;
        }

        Orders.Add(order);
        host.Inbox.Enqueue(order);
        return true;
    }

    public bool IsConnected(HostId host) => _hosts.TryGetValue(host, out var known) && known.IsConnected;
}

/// <summary>One host with its agent.</summary>
public sealed class FakeHost(HostInventory inventory)
{
    private readonly Dictionary<string, ReportOrderOutcome> _done = [];
    private readonly HashSet<(ComputeId Compute, int Incarnation)> _removed = [];

    /// <summary>The other hosts, to which guests are sent.</summary>
    public Func<HostId, FakeHost?> Find { get; init; } = _ => null;

    public HostInventory Inventory { get; set; } = inventory;

    public bool IsConnected { get; set; }

    /// <summary>Whether orders are carried out; else they wait in the inbox.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Why the next order is refused; null: it is done.</summary>
    public Func<GuestOrder, (string Code, bool IsTransient)?> Refuse { get; set; } = _ => null;

    /// <summary>Whether an order waits in the inbox, with all behind it.</summary>
    public Func<GuestOrder, bool> Hold { get; set; } = _ => false;

    /// <summary>Whether the outcome of an order that was carried out gets lost.</summary>
    public Func<GuestOrder, bool> Lose { get; set; } = _ => false;

    /// <summary>Whether an order that was carried out is told as failed.</summary>
    public Func<GuestOrder, bool> Deny { get; set; } = _ => false;

    /// <summary>Changes what is told of a guest that was made.</summary>
    public Func<GuestObservation, GuestObservation> Distort { get; set; } = seen => seen;

    public Queue<GuestOrder> Inbox { get; } = [];

    public Dictionary<ComputeId, GuestObservation> Guests { get; } = [];

    /// <summary>Takes the power away: no guest runs, none is defined, orders are lost.</summary>
    public void Reboot(string bootId)
    {
        Guests.Clear();
        Inbox.Clear();
        _done.Clear();
        _removed.Clear();
        IsConnected = false;
        Inventory = Inventory with { BootId = bootId };
    }

    /// <summary>Carries out the next order.</summary>
    public ReportOrderOutcome? Work()
    {
        while (!IsSilent && IsConnected && Inbox.TryPeek(out var order) && !Hold(order))
        {
            Inbox.Dequeue();
            var outcome = Work(order);
            if (!Lose(order))
            {
                return Deny(order) ? Failed(order, ErrorCodes.HostRefused, isTransient: false) : outcome;
            }
        }

        return null;
    }

    private ReportOrderOutcome Work(GuestOrder order)
    {
        if (order is OperateGuest && _done.TryGetValue(order.CommandId, out var before) && before.Failure is null)
        {
            return before;
        }

        return _done[order.CommandId] = Refuse(order) is var (code, isTransient)
            ? Failed(order, code, isTransient)
            : Do(order);
    }

    private static ReportOrderOutcome Failed(GuestOrder order, string code, bool isTransient) => new(
        order.Host,
        order.CommandId,
        order.Compute,
        order.Incarnation,
        Done: null,
        new(code, "refused by the test"),
        isTransient);

    private ReportOrderOutcome Do(GuestOrder order)
    {
        switch (order)
        {
            case CreateGuest create:
                if (!Guests.ContainsKey(order.Compute))
                {
                    CheckFree(create.Spec);
                    Guests[order.Compute] = new()
                    {
                        Compute = order.Compute,
                        Incarnation = order.Incarnation,
                        PowerState = GuestPowerState.Running,
                        Pins = create.Spec.Placement.Pins,
                        Nodes = create.Spec.Placement.Nodes,
                    };
                }

                break;
            case OperateGuest operate when Guests.TryGetValue(order.Compute, out var guest):
                Guests[order.Compute] = guest with
                {
                    PowerState = operate.Operation switch
                    {
                        GuestOperation.Stop => GuestPowerState.Stopped,
                        GuestOperation.Pause => GuestPowerState.Paused,
                        _ => GuestPowerState.Running,
                    },
                };
                break;
            case OperateGuest:
                return Failed(order, ErrorCodes.NotFound, isTransient: false);
            case PrepareGuest or SendGuest or SettleGuest:
                return Migrate(order);
            case DestroyGuest:
                _removed.Add((order.Compute, order.Incarnation));
                if (Guests.TryGetValue(order.Compute, out var old) && old.Incarnation <= order.Incarnation)
                {
                    Guests.Remove(order.Compute);
                }

                return new(
                    order.Host, order.CommandId, order.Compute, order.Incarnation,
                    new()
                    {
                        Compute = order.Compute,
                        Incarnation = order.Incarnation,
                        PowerState = GuestPowerState.Stopped,
                    },
                    Failure: null,
                    IsTransient: false);
        }

        return new(
            order.Host, order.CommandId, order.Compute, order.Incarnation, Distort(Guests[order.Compute]), null, false);
    }

    private ReportOrderOutcome Migrate(GuestOrder order)
    {
        var here = Guests.GetValueOrDefault(order.Compute) is { } guest && guest.Incarnation == order.Incarnation
            ? guest
            : null;
        switch (order)
        {
            case PrepareGuest when here is null && _removed.Contains((order.Compute, order.Incarnation)):
                return Failed(order, ErrorCodes.WrongState, isTransient: false);
            case PrepareGuest prepare when here is null:
                CheckFree(prepare.Spec);
                here = Guests[order.Compute] = new()
                {
                    Compute = order.Compute,
                    Incarnation = order.Incarnation,
                    PowerState = GuestPowerState.Paused,
                    Pins = prepare.Spec.Placement.Pins,
                    Nodes = prepare.Spec.Placement.Nodes,
                    MigrationEndpoint = $"{Inventory.Id} {order.Incarnation}",
                };
                break;
            case SendGuest send when here is { PowerState: GuestPowerState.Running }:
                var (host, incarnation) = (send.Endpoint.Split(' ')[0], int.Parse(send.Endpoint.Split(' ')[1]));
                if (Find(new(host)) is not { IsConnected: true } target || !target.Receive(order.Compute, incarnation))
                {
                    return Failed(order, ErrorCodes.HostRefused, isTransient: false);
                }

                here = Guests[order.Compute] = here with { PowerState = GuestPowerState.Stopped };
                break;
            case SendGuest:
                return Failed(order, here is null ? ErrorCodes.NotFound : ErrorCodes.WrongState, isTransient: false);
            case SettleGuest when here is not { MigrationEndpoint.Length: 0 }:
                _removed.Add((order.Compute, order.Incarnation));
                Guests.Remove(order.Compute);
                return Failed(order, ErrorCodes.NotFound, isTransient: false);
        }

        return new(
            order.Host, order.CommandId, order.Compute, order.Incarnation, Distort(here!), null, IsTransient: false);
    }

    private bool Receive(ComputeId compute, int incarnation)
    {
        if (!Guests.TryGetValue(compute, out var guest)
            || guest.Incarnation != incarnation
            || guest.MigrationEndpoint.Length == 0)
        {
            return false;
        }

        Guests[compute] = guest with { PowerState = GuestPowerState.Running, MigrationEndpoint = "" };
        return true;
    }

    /// <summary>No host CPU runs two guests, ever.</summary>
    private void CheckFree(GuestSpec spec)
    {
        foreach (var pin in spec.Placement.Pins)
        {
            foreach (var guest in Guests.Values)
            {
                Assert.DoesNotContain(guest.Pins, other => other.HostCpu == pin.HostCpu);
            }
        }
    }
}
