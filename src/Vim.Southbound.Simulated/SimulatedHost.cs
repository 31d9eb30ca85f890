using Vim.Domain.Errors;
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
    private readonly IFaultPlan _faults;
    private readonly TimeProvider _time;
    private readonly SimulatedHypervisor _hypervisor;
    private readonly ComputeQueues _queues = new();
    private readonly HashSet<ComputeId> _creating = [];
    private readonly HostPower _power = new();
    private long _sequence;

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
        _faults = faults;
        _time = time;
        _hypervisor = new(inventory, store);
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
        RunAsync(HostOperation.Discover, default, _timing.Observe, () => { }, () => Inventory, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<GuestObservation>> ListAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<GuestObservation>>(
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
            () => RunAsync(
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
            () => RunAsync(
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
        var unfinished = false;
        try
        {
            return await RunAsync(
                operation,
                spec.Compute,
                _timing.Create,
                () =>
                {
                    unfinished = define(spec);
                    if (unfinished)
                    {
                        _creating.Add(spec.Compute);
                    }
                },
                () =>
                {
                    if (unfinished)
                    {
                        finish(spec);
                        _creating.Remove(spec.Compute);
                        unfinished = false;
                    }

                    return _hypervisor.Find(spec.Compute)?.Observe() ?? throw Vanished(spec.Compute);
                },
                cancellationToken);
        }
        catch when (unfinished)
        {
            // Nothing of a guest that was not made is left behind.
            lock (_lock)
            {
                _creating.Remove(spec.Compute);
                _hypervisor.Lose(spec.Compute);
            }

            throw;
        }
    }

    private async Task<T> RunAsync<T>(
        HostOperation operation,
        ComputeId compute,
        DurationRange duration,
        Action begin,
        Func<T> end,
        CancellationToken cancellationToken)
    {
        var (fault, generation) = await PassAsync(operation, compute, duration, begin, default, cancellationToken);
        lock (_lock)
        {
            if (generation != _power.Generation)
            {
                throw Down();
            }

            return Told(operation, fault, end());
        }
    }

    /// <summary>Begins an operation and lets its time pass.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="compute">The compute it is about.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="begin">What is done at its beginning.</param>
    /// <param name="otherGoesDown">Fires when another host that takes part goes down.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    private async Task<(OperationFaultKind Fault, int Generation)> PassAsync(
        HostOperation operation,
        ComputeId compute,
        DurationRange duration,
        Action begin,
        CancellationToken otherGoesDown,
        CancellationToken cancellationToken)
    {
        var sequence = Interlocked.Increment(ref _sequence) - 1;
        var fault = _faults.Next(Id, operation, compute, sequence);
        CancellationToken power;
        int generation;
        lock (_lock)
        {
            ThrowIfDown();
            power = _power.GoingDown;
            generation = _power.Generation;
            begin();
        }

        if (fault.Kind == OperationFaultKind.Fails)
        {
            throw Injected($"failed to {operation}");
        }

        var time = fault.Kind == OperationFaultKind.Hangs
            ? Timeout.InfiniteTimeSpan
            : duration.At(Draw(operation, sequence)) + fault.Extra;
        await WaitAsync(time, power, otherGoesDown, cancellationToken);
        return (fault.Kind, generation);
    }

    private T Told<T>(HostOperation operation, OperationFaultKind fault, T result) =>
        fault == OperationFaultKind.DoneButFails
            ? throw Injected($"did {operation} and lost the answer")
            : result;

    private async Task WaitAsync(
        TimeSpan time, CancellationToken power, CancellationToken otherGoesDown, CancellationToken cancellationToken)
    {
        if (time == TimeSpan.Zero)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(power, otherGoesDown, cancellationToken);
        try
        {
            await Task.Delay(time, _time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw power.IsCancellationRequested ? Down() : OtherIsDown();
        }
    }

    private double Draw(HostOperation operation, long sequence) =>
        Chance.Of(0, Id.Value, _inventory.BootId, ((long)operation << 56) ^ sequence).NextUnit();

    private void Change(Action change)
    {
        lock (_lock)
        {
            ThrowIfDown();
            change();
        }

        GuestsChanged?.Invoke();
    }

    private void ThrowIfDown()
    {
        if (!_power.IsUp)
        {
            throw Down();
        }
    }

    private HostDriverException Vanished(ComputeId compute) =>
        new(ErrorCodes.HostRefused, $"host {Id} lost compute {compute} while it was looked at");

    private HostDriverException Injected(string what) =>
        new(ErrorCodes.HostRefused, $"host {Id} {what} (injected fault)");

    private HostDriverException OtherIsDown() =>
        new(ErrorCodes.HostRefused, $"the host to which host {Id} sent a guest is down; try again when it is up");

    private HostDriverException Down() =>
        new(ErrorCodes.HostUnreachable, $"host {Id} is down; wait until it is up again");
}
