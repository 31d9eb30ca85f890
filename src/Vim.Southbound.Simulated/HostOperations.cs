using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Southbound.Simulated.Descriptions;
using Vim.Southbound.Simulated.Faults;

namespace Vim.Southbound.Simulated;

/// <summary>
/// Begins the operations of one host, lets the time of each pass, and ends it, unless the fault plan or the host's
/// power wills otherwise. Safe for several threads: what an operation does happens under the host's lock.
/// </summary>
/// <param name="host">The host as it was first started.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="time">The clock of the latencies.</param>
/// <param name="power">Whether the host is up.</param>
/// <param name="gate">The host's lock, held around its books and its power.</param>
internal sealed class HostOperations(
    HostInventory host, IFaultPlan faults, TimeProvider time, HostPower power, Lock gate)
{
    private long _sequence;

    /// <summary>Chance for something that is no operation, from 0 to less than 1.</summary>
    public double Draw() => Draw(HostOperation.Discover, Interlocked.Increment(ref _sequence));

    /// <summary>Does an operation.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="compute">The compute it is about.</param>
    /// <param name="duration">How long it takes.</param>
    /// <param name="begin">What is done at its beginning.</param>
    /// <param name="end">What is done at its end, and what it then tells.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="HostDriverException">The host is down, went down, or failed by its plan.</exception>
    public async Task<T> RunAsync<T>(
        HostOperation operation,
        ComputeId compute,
        DurationRange duration,
        Action begin,
        Func<T> end,
        CancellationToken cancellationToken)
    {
        var (fault, generation) = await PassAsync(operation, compute, duration, begin, default, cancellationToken);
        lock (gate)
        {
            if (generation != power.Generation)
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
    /// <exception cref="HostDriverException">The host is down, went down, or failed by its plan.</exception>
    public async Task<(OperationFaultKind Fault, int Generation)> PassAsync(
        HostOperation operation,
        ComputeId compute,
        DurationRange duration,
        Action begin,
        CancellationToken otherGoesDown,
        CancellationToken cancellationToken)
    {
        var sequence = Interlocked.Increment(ref _sequence) - 1;
        var fault = faults.Next(host.Id, operation, compute, sequence);
        CancellationToken goingDown;
        int generation;
        lock (gate)
        {
            ThrowIfDown();
            goingDown = power.GoingDown;
            generation = power.Generation;
            begin();
        }

        if (fault.Kind == OperationFaultKind.Fails)
        {
            throw Injected($"failed to {operation}");
        }

        var wait = fault.Kind == OperationFaultKind.Hangs
            ? Timeout.InfiniteTimeSpan
            : duration.At(Draw(operation, sequence)) + fault.Extra;
        await WaitAsync(wait, goingDown, otherGoesDown, cancellationToken);
        return (fault.Kind, generation);
    }

    /// <summary>What is told of an operation that was done: its result, or a failure where its answer gets
    /// lost.</summary>
    public T Told<T>(HostOperation operation, OperationFaultKind fault, T result) =>
        fault == OperationFaultKind.DoneButFails
            ? throw Injected($"did {operation} and lost the answer")
            : result;

    /// <summary>Called under the host's lock.</summary>
    public void ThrowIfDown()
    {
        if (!power.IsUp)
        {
            throw Down();
        }
    }

    /// <summary>What is said of a host that is down, or was in between.</summary>
    public HostDriverException Down() =>
        new(ErrorCodes.HostUnreachable, $"host {host.Id} is down; wait until it is up again");

    private async Task WaitAsync(
        TimeSpan wait,
        CancellationToken goingDown,
        CancellationToken otherGoesDown,
        CancellationToken cancellationToken)
    {
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        using var any = CancellationTokenSource.CreateLinkedTokenSource(goingDown, otherGoesDown, cancellationToken);
        try
        {
            await Task.Delay(wait, time, any.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw goingDown.IsCancellationRequested ? Down() : OtherIsDown();
        }
    }

    private double Draw(HostOperation operation, long sequence) =>
        Chance.Of(0, host.Id.Value, host.BootId, ((long)operation << 56) ^ sequence).NextUnit();

    private HostDriverException Injected(string what) =>
        new(ErrorCodes.HostRefused, $"host {host.Id} {what} (injected fault)");

    private HostDriverException OtherIsDown() => new(
        ErrorCodes.HostRefused, $"the host to which host {host.Id} sent a guest is down; try again when it is up");
}
