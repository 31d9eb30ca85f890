using Vim.Southbound.Simulated.Descriptions;

namespace Vim.Southbound.Simulated.Faults;

/// <summary>How often things go wrong on a host. They do so only where a fault plan is made from the rates.</summary>
public sealed record FaultRates
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultRates None { get; } = new();

    /// <summary>Probability that a create is refused, or one of the two halves of a migration.</summary>
    public double CreateFails { get; init; }

    /// <summary>Probability that an operation takes longer by <see cref="SlowBy"/>.</summary>
    public double CreateSlow { get; init; }

    /// <summary>Probability that one of these never ends by itself.</summary>
    public double CreateHangs { get; init; }

    /// <summary>Probability that an operation is done and reported as failed.</summary>
    public double DoneButFails { get; init; }

    /// <summary>How much longer a slow operation takes.</summary>
    public DurationRange SlowBy { get; init; } = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));

    /// <summary>Mean time between crashes of a guest of the host; zero: never.</summary>
    public TimeSpan GuestCrashEvery { get; init; }

    /// <summary>Mean time between losses of a guest of the host; zero: never.</summary>
    public TimeSpan GuestLossEvery { get; init; }

    /// <summary>Mean time between unasked reboots; zero: never.</summary>
    public TimeSpan RebootEvery { get; init; }

    /// <summary>Mean time between bouts of flapping; zero: never.</summary>
    public TimeSpan FlapEvery { get; init; }
}
