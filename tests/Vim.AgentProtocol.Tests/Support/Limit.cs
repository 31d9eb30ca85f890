namespace Vim.AgentProtocol.Tests.Support;

/// <summary>Time limits of what must happen sometime.</summary>
internal static class Limit
{
    public static TimeSpan Long { get; } = TimeSpan.FromSeconds(60);

    public static Task<T> InTime<T>(this Task<T> work) => work.WaitAsync(Long);

    public static Task InTime(this Task work) => work.WaitAsync(Long);

    public static Task<T> InTime<T>(this ValueTask<T> work) => work.AsTask().WaitAsync(Long);
}
