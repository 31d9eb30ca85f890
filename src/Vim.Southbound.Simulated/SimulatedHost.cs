using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;
using Vim.Southbound.Simulated.Guests;

namespace Vim.Southbound.Simulated;

/// <summary>
/// A host that behaves like a host: it checks every create against its own books, takes its time, and fails as its
/// fault plan says. Times come from the TimeProvider, chance from the plan; nothing else is random. Safe for several
/// threads; the operations of one compute run in the order in which they came.
/// </summary>
public sealed partial class SimulatedHost : IMortalHost, IDisposable
{
    private readonly Lock _lock = new();
    private readonly HostInventory _inventory;
    private readonly HostTiming _timing;
    private readonly TimeProvider _time;
    private readonly SimulatedHypervisor _hypervisor;
    private readonly ComputeQueues _queues = new();
    private readonly HashSet<ComputeId> _creating = [];
    private readonly HostPower _power = new();
    private readonly HostOperations _operations;

    /// <summary>A host that is up, with the guests that the store has for it.</summary>
    /// <param name="inventory">What it has; its boot id is that of the first start.</param>
    /// <param name="timing">How long its operations take.</param>
    /// <param name="faults">What goes wrong.</param>
    /// <param name="time">The clock of its latencies.</param>
    /// <param name="store">Where its guests are kept.</param>
    public SimulatedHost(
        HostInventory inventory,
        HostTiming timing,
        IFaultPlan faults,
        TimeProvider time,
        IGuestStore store)
    {
        _inventory = inventory;
        _timing = timing;
        _time = time;
        _hypervisor = new(inventory, store);
        _operations = new(inventory, faults, time, _power, _lock);
    }

    /// <inheritdoc />
    public event Action? GuestsChanged;

    /// <summary>The host went down or came up. Raised outside of locks.</summary>
    public event Action<SimulatedHost>? PowerChanged;

    /// <inheritdoc />
    public string Name => "simulated";

    /// <summary>The host.</summary>
    public HostId Id => _inventory.Id;

    /// <summary>
    /// Whether the host is up. While it is down, every operation fails with <c>vim.host.unreachable</c>.
    /// </summary>
    public bool IsUp
    {
        get
        {
            lock (_lock)
            {
                return _power.IsUp;
            }
        }
    }

    /// <inheritdoc />
    public CancellationToken GoingDown
    {
        get
        {
            lock (_lock)
            {
                return _power.GoingDown;
            }
        }
    }

    /// <summary>What the host has, with the boot id of now.</summary>
    public HostInventory Inventory
    {
        get
        {
            lock (_lock)
            {
                return _inventory with { BootId = BootIds.After(_inventory.BootId, _hypervisor.Reboots) };
            }
        }
    }

    /// <inheritdoc />
    public Task<HostInventory> DiscoverAsync(CancellationToken cancellationToken) =>
        _operations.RunAsync(
            HostOperation.Discover, default, _timing.Observe, () => { }, () => Inventory, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<GuestObservation>> ListAsync(CancellationToken cancellationToken) =>
        _operations.RunAsync<IReadOnlyList<GuestObservation>>(
            HostOperation.List,
            default,
            _timing.Observe,
            () => { },
            () => [.. _hypervisor.Guests
                .Where(guest => !_creating.Contains(guest.Compute))
                .Select(guest => guest.Observe())],
            cancellationToken);

    /// <inheritdoc />
    public Task<GuestObservation> CreateAsync(GuestSpec spec, CancellationToken cancellationToken) =>
        _queues.RunAsync(
            spec.Compute,
            () => MakeInOrderAsync(
                HostOperation.Create,
                spec,
                _hypervisor.Define,
                made => _hypervisor.SetPower(made.Compute, made.Incarnation, GuestPowerState.Running),
                cancellationToken),
            cancellationToken);

    /// <inheritdoc />
    public Task<GuestObservation> OperateAsync(
        ComputeId compute,
        int incarnation,
        GuestOperation operation,
        CancellationToken cancellationToken) =>
        _queues.RunAsync(
            compute,
            () => _operations.RunAsync(
                HostOperation.Operate,
                compute,
                operation == GuestOperation.Start ? _timing.Start : _timing.Operate,
                () => _hypervisor.After(compute, incarnation, operation),
                () => _hypervisor
                    .SetPower(compute, incarnation, _hypervisor.After(compute, incarnation, operation))
                    .Observe(),
                cancellationToken),
            cancellationToken);

    /// <inheritdoc />
    public Task DestroyAsync(ComputeId compute, int incarnation, CancellationToken cancellationToken) =>
        _queues.RunAsync(
            compute,
            () => _operations.RunAsync(
                HostOperation.Destroy,
                compute,
                _timing.Destroy,
                () => { },
                () =>
                {
                    _hypervisor.Remove(compute, incarnation);
                    return true;
                },
                cancellationToken),
            cancellationToken);

    /// <summary>The guests as the host holds them.</summary>
    public IReadOnlyList<SimulatedGuest> Guests
    {
        get
        {
            lock (_lock)
            {
                return _hypervisor.Guests;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _power.Dispose();

    /// <summary>Defines a guest, takes the time that it takes, and finishes it; of a failure nothing is left.</summary>
    private async Task<GuestObservation> MakeInOrderAsync(
        HostOperation operation,
        GuestSpec spec,
        Func<GuestSpec, bool> define,
        Action<GuestSpec> finish,
        CancellationToken cancellationToken)
    {
        var making = new GuestMaking(spec, _hypervisor, _creating, define, finish);
        try
        {
            return await _operations.RunAsync(
                operation, spec.Compute, _timing.Create, making.Begin, making.End, cancellationToken);
        }
        catch when (making.IsUnderWay)
        {
            lock (_lock)
            {
                making.GiveUp();
            }

            throw;
        }
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            _operations.ThrowIfDown();
            change();
        }

        GuestsChanged?.Invoke();
    }
}
