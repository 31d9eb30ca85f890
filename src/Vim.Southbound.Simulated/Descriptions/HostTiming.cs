using Vim.Domain.Units;

namespace Vim.Southbound.Simulated.Descriptions;

/// <summary>How long the operations of a simulated host take.</summary>
public sealed record HostTiming
{
    /// <summary>Define and start a guest.</summary>
    public DurationRange Create { get; init; }

    /// <summary>Power on.</summary>
    public DurationRange Start { get; init; }

    /// <summary>Remove a guest.</summary>
    public DurationRange Destroy { get; init; }

    /// <summary>Hand a guest over to another host; what copying its memory takes comes to it.</summary>
    public DurationRange Send { get; init; }

    /// <summary>How fast a guest's memory is copied to another host; null: at once.</summary>
    public Bandwidth? MigrationRate { get; init; }

    /// <summary>Every other power operation.</summary>
    public DurationRange Operate { get; init; }

    /// <summary>Discover the host, list its guests.</summary>
    public DurationRange Observe { get; init; }

    /// <summary>From power on to a running agent.</summary>
    public DurationRange Boot { get; init; }

    /// <summary>How long it takes to send a guest with so much memory.</summary>
    public DurationRange SendOf(MemorySize memory)
    {
        var copy = MigrationRate is { BitsPerSecond: > 0 } rate
            ? TimeSpan.FromSeconds(memory.Bytes * 8.0 / rate.BitsPerSecond)
            : TimeSpan.Zero;
        return new(Send.Min + copy, Send.Max + copy);
    }

    /// <summary>Everything at once: for tests that are not about time.</summary>
    public static HostTiming Instant { get; } = new();
}

/// <summary>A time between two bounds, both included.</summary>
/// <param name="Min">Zero or more.</param>
/// <param name="Max">Not below <paramref name="Min"/>.</param>
public readonly record struct DurationRange(TimeSpan Min, TimeSpan Max)
{
    /// <summary>The time at a point of the range: 0 is <see cref="Min"/>, just below 1 is <see cref="Max"/>.</summary>
    /// <param name="unit">0 to 1.</param>
    public TimeSpan At(double unit) => Min + ((Max - Min) * unit);
}
