using System.Globalization;
using System.Text.Json;
using Vim.Testing;

namespace Vim.Benchmarks.Running;

/// <summary>
/// <c>--name X [--seconds N] [--data PATH]</c>: runs a benchmark, writes artifacts/bench/X.json with the facts of the
/// machine and prints a table.
/// </summary>
internal static class BenchmarkRunner
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task<int> RunAsync(Dictionary<string, Func<IBenchmark>> benchmarks, string[] args)
    {
        var name = Value(args, "--name");
        var seconds = Value(args, "--seconds") ?? "10";
        if (name is null
            || !benchmarks.TryGetValue(name, out var create)
            || !double.TryParse(seconds, CultureInfo.InvariantCulture, out var duration)
            || duration <= 0)
        {
            await Console.Error.WriteLineAsync(
                $"usage: --name <{string.Join('|', benchmarks.Keys.Order())}> "
                + "[--seconds <more than 0>] [--data <folder>]");
            return 2;
        }

        var machine = MachineFacts.Read();
        IReadOnlyList<Figure> figures;
        try
        {
            figures = await create().RunAsync(TimeSpan.FromSeconds(duration));
        }
        catch (BenchmarkSkippedException reason)
        {
            Console.WriteLine($"{name}: skipped: {reason.Message}");
            return 0;
        }

        Print(name, machine, figures);
        await SaveAsync(name, machine, figures);
        return 0;
    }

    private static string? Value(string[] args, string option)
    {
        var index = Array.IndexOf(args, option);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }

    private static void Print(string name, MachineFacts machine, IReadOnlyList<Figure> figures)
    {
        Console.WriteLine(
            $"{name}: {machine.Processor}, {machine.Processors} processors, {machine.Runtime}, " +
            $"load {machine.LoadAverageBefore:F1} before");
        Console.WriteLine($"{"figure",-44} {"median",14} {"min",14} {"max",14}  unit");
        foreach (var figure in figures)
        {
            Console.WriteLine(
                $"{figure.Name,-44} {figure.Median,14:N1} {figure.Min,14:N1} {figure.Max,14:N1}  {figure.Unit}");
        }
    }

    private static async Task SaveAsync(string name, MachineFacts machine, IReadOnlyList<Figure> figures)
    {
        var folder = Checkout.At("artifacts", "bench");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}.json");
        var content = new { name, measured_at = DateTimeOffset.UtcNow, machine, figures };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(content, Json));
    }
}
