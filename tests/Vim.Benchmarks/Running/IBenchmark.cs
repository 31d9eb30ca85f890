namespace Vim.Benchmarks.Running;

/// <summary>A measurement that can be repeated on any machine.</summary>
internal interface IBenchmark
{
    /// <summary>Measures for about the given time and returns figures; it prints nothing.</summary>
    Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration);
}
