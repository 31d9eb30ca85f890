using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Engine;
using Vim.Simulation.Planting;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Hosts;

/// <summary>
/// A host and its agent: what they do with orders, what they tell the member, and what befalls them. Outcomes overtake
/// each other; all else that the agent says of itself stays in order, as on a stream.
/// </summary>
internal sealed class SimulatedHost
{
    private const int MaxKept = 1_000;
    private static readonly TimeSpan s_listEvery = TimeSpan.FromSeconds(10);

    private readonly SimulatedWorld _world;
    private readonly Connection _connection;
    private readonly Queue<GuestOrder> _kept = [];
    private HostInventory _inventory;
    private Link _link;
    private int _boot = 1;
    private int _executing;
    private DateTimeOffset _busyUntil;

    public SimulatedHost(SimulatedWorld world, HostInventory inventory)
    {
        _world = world;
        _inventory = inventory;
        _connection = new(world);
        Guests = new(world, inventory.Id);
    }

    private enum Link
    {
        Down,
        Registering,
        Up,
    }

    public HostId Id => _inventory.Id;

    public Guests Guests { get; }

    public bool IsConnected => _link == Link.Up;

    public bool IsIdle => IsConnected && _executing == 0;

    public void Begin()
    {
        ConnectAfter(_world.Chance.UpTo(TimeSpan.FromSeconds(2)));
        _world.Agenda.After(_world.Chance.UpTo(s_listEvery), List);
        if (_world.Swarm.BetweenHostFaults > TimeSpan.Zero)
        {
            _world.Agenda.After(_world.Chance.UpTo(_world.Swarm.BetweenHostFaults * 2), Fault);
        }
    }

    /// <summary>The member hands an order over.</summary>
    public bool Take(GuestOrder order)
    {
        if (_link == Link.Down || _kept.Count >= MaxKept)
        {
            return false;
        }

        if (_world.Bug == Bug.RemovalsDropped && order is DestroyGuest)
        {
            return true;
        }

        if (_link == Link.Registering)
        {
            _kept.Enqueue(order);
        }
        else
        {
            Carry(order);
        }

        return true;
    }

    /// <summary>Another host hands a guest over; the agent tells of it.</summary>
    /// <returns>Whether it was waited for.</returns>
    public bool Receive(ComputeId compute, int incarnation)
    {
        if (Guests.Receive(compute, incarnation) is not { } guest)
        {
            return false;
        }

        if (_link == Link.Up && !_connection.IsLost())
        {
            var report = new ReportGuests(Id, IsComplete: false, [guest]);
            _connection.Up(() => _world.Ask(report, CallerContext.Internal, _ => { }));
        }

        return true;
    }

    public void LoseSession()
    {
        if (_link == Link.Down)
        {
            return;
        }

        _link = Link.Down;
        _connection.Renew();
        _kept.Clear();
        ConnectAfter(_world.Chance.UpTo(TimeSpan.FromSeconds(_world.Chance.Next(4) == 0 ? 20 : 3)));
        LeaseAfter(TimeSpan.FromSeconds(4), HostLease.Suspected);
        LeaseAfter(TimeSpan.FromSeconds(12), HostLease.Failed);
    }

    private void ConnectAfter(TimeSpan delay) => _world.Agenda.After(delay, Connect);

    private void Connect()
    {
        if (_link != Link.Down)
        {
            return;
        }

        if (_world.Member.Engine is null)
        {
            ConnectAfter(TimeSpan.FromMilliseconds(500));
            return;
        }

        _link = Link.Registering;
        _connection.Renew();
        var hides = _world.Bug == Bug.HostHidesGuest ? 1 : 0;
        var register = new RegisterHost(_inventory, [.. Guests.Told.Skip(hides)], "simulated");
        _world.Trace.Add($"{Id}: registers with {register.Guests.Length} guests, boot {_inventory.BootId}");
        var number = _connection.Number;
        _connection.Up(() => _world.Ask(register, CallerContext.Internal, outcome =>
        {
            if (number == _connection.Number)
            {
                Registered(outcome.IsSuccess);
            }
        }));
        _connection.After(TimeSpan.FromSeconds(40), () =>
        {
            if (_link == Link.Registering)
            {
                LoseSession();
            }
        });
    }

    private void Registered(bool isDone)
    {
        if (!isDone)
        {
            LoseSession();
            return;
        }

        _link = Link.Up;
        while (_kept.TryDequeue(out var order))
        {
            Carry(order);
        }
    }

    /// <summary>An order on its way to the agent.</summary>
    private void Carry(GuestOrder order)
    {
        if (_connection.IsLost())
        {
            return;
        }

        _connection.Down(() => Execute(order));
        if (_connection.IsDoubled())
        {
            _connection.Down(() => Execute(order));
            _connection.After(_world.Chance.UpTo(TimeSpan.FromSeconds(30)), () => Execute(order));
        }
    }

    private void Execute(GuestOrder order)
    {
        if (order is SendGuest)
        {
            Send(order);
            return;
        }

        var boot = _boot;
        var start = _busyUntil > _world.Agenda.Now ? _busyUntil : _world.Agenda.Now;
        _busyUntil = start + _world.Chance.UpTo(_world.Swarm.MessageTime);
        _executing++;
        _world.Agenda.After(_busyUntil - _world.Agenda.Now, () =>
        {
            _executing--;
            if (boot == _boot)
            {
                Report(order, Guests.Do(order));
            }
        });
    }

    /// <summary>A guest is copied beside all else that the host does.</summary>
    private void Send(GuestOrder order)
    {
        var boot = _boot;
        _executing++;
        _world.Agenda.After(_world.Chance.UpTo(_world.Swarm.CopyTime), () =>
        {
            _executing--;
            if (boot == _boot)
            {
                Report(order, Guests.Do(order));
            }
        });
    }

    private void Report(GuestOrder order, ReportOrderOutcome outcome)
    {
        _world.Trace.Add($"{Id}: {order.CommandId} {(outcome.Failure is { } failure ? failure.Code : "done")}");
        if (_link == Link.Down || _connection.IsLost())
        {
            return;
        }

        _connection.Up(() => Tell(outcome));
        if (_connection.IsDoubled())
        {
            _connection.Up(() => Tell(outcome));
        }
    }

    /// <summary>An outcome comes out of the connection; how long the member's edge takes with it, is chance.</summary>
    private void Tell(ReportOrderOutcome outcome) => _connection.After(
        _world.IsFaulty ? _connection.Delay() : TimeSpan.Zero,
        () => _world.Ask(outcome, CallerContext.Internal, _ => { }));

    private void List()
    {
        if (_link == Link.Up && !_connection.IsLost())
        {
            var report = new ReportGuests(Id, IsComplete: true, [.. Guests.Told]);
            _connection.Up(() => _world.Ask(report, CallerContext.Internal, _ => { }));
        }

        _world.Agenda.After(s_listEvery, List);
    }

    private void LeaseAfter(TimeSpan delay, HostLease lease) => _connection.After(delay, () =>
    {
        _world.Trace.Add($"{Id}: lease {lease}");
        _world.Ask(new ReportLease(Id, lease, "no renewal"), CallerContext.Internal, _ => { });
    });

    private void Fault()
    {
        if (!_world.IsFaulty)
        {
            return;
        }

        _world.Agenda.After(_world.Chance.UpTo(_world.Swarm.BetweenHostFaults * 2), Fault);
        switch (_world.Chance.Next(5))
        {
            case 0:
                Reboot();
                break;
            case 1 when Guests.All.Count > 0:
                var guest = _world.Chance.Of(Guests.All);
                _world.Trace.Add($"{Id}: guest {guest.Compute} vanishes");
                _world.Tally.LostGuests++;
                Guests.All.Remove(guest);
                break;
            case 2 when Guests.All.Count > 0:
                var index = _world.Chance.Next(Guests.All.Count);
                _world.Trace.Add($"{Id}: guest {Guests.All[index].Compute} ends by an error");
                Guests.All[index] = Guests.All[index] with
                {
                    PowerState = GuestPowerState.Crashed,
                    Message = "it panicked",
                };
                break;
            case 3 when _link == Link.Up:
                LeaseAfter(TimeSpan.Zero, HostLease.Suspected);
                LeaseAfter(TimeSpan.FromSeconds(1), HostLease.Held);
                break;
            default:
                _world.Trace.Add($"{Id}: connection breaks");
                _world.Tally.LostSessions++;
                LoseSession();
                break;
        }
    }

    private void Reboot()
    {
        _boot++;
        _world.Trace.Add($"{Id}: reboots");
        _world.Tally.Reboots++;
        Guests.Clear();
        _inventory = _inventory with { BootId = $"boot-{_boot}" };
        LoseSession();
    }
}
