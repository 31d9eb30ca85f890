using Vim.Benchmarks.Running;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// Recorded requests of real clouds, which are no part of the checkout: the folder that <c>--data</c> names, else
/// <c>VIM_DATA</c>.
/// </summary>
internal sealed class TraceFolder(string? path)
{
    /// <summary>The folder that the command line or the environment names.</summary>
    public static TraceFolder From(string[] args)
    {
        var option = Array.IndexOf(args, "--data");
        return new(option >= 0 && option + 1 < args.Length
            ? args[option + 1]
            : Environment.GetEnvironmentVariable("VIM_DATA"));
    }

    /// <summary>The rows of a CSV file below the folder.</summary>
    /// <exception cref="BenchmarkSkippedException">There is no folder, or no such file in it.</exception>
    public IEnumerable<CsvRow> Rows(string folder, string file, string header)
    {
        if (string.IsNullOrEmpty(path))
        {
            throw new BenchmarkSkippedException(
                $"it replays recorded requests: name their folder with --data PATH ({folder}/{file})");
        }

        var full = Path.Combine(path, folder, file);
        return File.Exists(full)
            ? CsvRow.Read(full, File.ReadLines(full), header)
            : throw new BenchmarkSkippedException($"there is no file {full}");
    }
}
