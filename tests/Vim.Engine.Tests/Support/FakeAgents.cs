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

    public FakeHost Add(HostInventory inventory) => _hosts[inventory.Id] = new(inventory);

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

    public HostInventory Inventory { get; set; } = inventory;

    public bool IsConnected { get; set; }

    /// <summary>Whether orders are carried out; else they wait in the inbox.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Why the next order is refused; null: it is done.</summary>
    public Func<GuestOrder, (string Code, bool IsTransient)?> Refuse { get; set; } = _ => null;

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
        IsConnected = false;
        Inventory = Inventory with { BootId = bootId };
    }

    /// <summary>Carries out the next order.</summary>
    public ReportOrderOutcome? Work()
    {
        if (IsSilent || !IsConnected || !Inbox.TryDequeue(out var order))
        {
            return null;
        }

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
            case DestroyGuest:
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
