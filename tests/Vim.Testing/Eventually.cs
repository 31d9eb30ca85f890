using System.Diagnostics;
using Xunit;

namespace Vim.Testing;

/// <summary>Waits for what a process of its own will do, with a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Asks again and again until the condition holds; fails the test, naming it, when the limit is over.
    /// </summary>
    public static async Task IsAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Pause);
        while (!await condition())
        {
            Assert.True(watch.Elapsed < limit, $"not within {limit.TotalSeconds:F0} s: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
