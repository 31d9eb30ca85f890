namespace Vim.Testing.Time;

/// <summary>Waits for what must happen sometime, but not for ever.</summary>
public static class TimeLimit
{
    /// <summary>What never takes so long, however loaded the machine is.</summary>
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The task; it fails when it takes too long.</summary>
    public static Task InTime(this Task work) => work.WaitAsync(Long);

    /// <inheritdoc cref="InTime(Task)" />
    public static Task<T> InTime<T>(this Task<T> work) => work.WaitAsync(Long);

    /// <inheritdoc cref="InTime(Task)" />
    public static Task InTime(this ValueTask work) => work.AsTask().WaitAsync(Long);

    /// <inheritdoc cref="InTime(Task)" />
    public static Task<T> InTime<T>(this ValueTask<T> work) => work.AsTask().WaitAsync(Long);
}
