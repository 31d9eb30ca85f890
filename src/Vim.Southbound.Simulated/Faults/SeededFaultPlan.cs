using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Faults;

/// <summary>
/// Faults at given rates, decided by a seed alone: the answer is a function of seed, host, operation, compute and
/// sequence number, so that it does not depend on threads or on what other hosts do.
/// </summary>
/// <param name="seed">Equal seeds give equal faults.</param>
/// <param name="rates">How often.</param>
public sealed class SeededFaultPlan(ulong seed, FaultRates rates) : IFaultPlan
{
    /// <inheritdoc />
    public OperationFault Next(HostId host, HostOperation operation, ComputeId compute, long sequence)
    {
        var chance = Chance.Of(seed, host.Value, compute.Value ?? "", ((long)operation << 56) ^ sequence);
        var draw = chance.NextUnit();
        if (operation is HostOperation.Discover or HostOperation.List)
        {
            return default;
        }

        if (operation is HostOperation.Create or HostOperation.Prepare or HostOperation.Send)
        {
            if ((draw -= rates.CreateFails) < 0)
            {
                return new(OperationFaultKind.Fails);
            }

            if ((draw -= rates.CreateHangs) < 0)
            {
                return new(OperationFaultKind.Hangs);
            }
        }

        if ((draw -= rates.CreateSlow) < 0)
        {
            return new(OperationFaultKind.Slow, rates.SlowBy.At(chance.NextUnit()));
        }

        return draw < rates.DoneButFails ? new(OperationFaultKind.DoneButFails) : default;
    }

    /// <inheritdoc />
    public HostFault? NextUnasked(HostId host, long sequence)
    {
        var chance = Chance.Of(seed, host.Value, "unasked", sequence);
        HostFault? first = null;
        foreach (var (kind, every) in Kinds())
        {
            var unit = chance.NextUnit();
            var choice = chance.NextUInt32();
            if (every <= TimeSpan.Zero)
            {
                continue;
            }

            // Exponential gaps: each kind is a Poisson process, and the first to come is the next fault.
            var after = every * Math.Min(20, -Math.Log(1 - unit));
            if (first is null || after < first.Value.After)
            {
                first = new(after, kind, choice, kind == HostFaultKind.Flap ? 2 + (int)(choice % 4) : 1);
            }
        }

        return first;
    }

    private IEnumerable<(HostFaultKind Kind, TimeSpan Every)> Kinds() =>
    [
        (HostFaultKind.GuestCrash, rates.GuestCrashEvery),
        (HostFaultKind.GuestLoss, rates.GuestLossEvery),
        (HostFaultKind.Reboot, rates.RebootEvery),
        (HostFaultKind.Flap, rates.FlapEvery),
    ];
}
