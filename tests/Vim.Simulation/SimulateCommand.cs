using System.Diagnostics;
using System.Globalization;
using Vim.Simulation.Worlds;

namespace Vim.Simulation;

/// <summary>
/// <c>simulate [--seeds N] [--from S]</c> runs N seeds (200) from S (1); <c>simulate --seed S</c> replays one, twice,
/// and tells its end. Ends with 1 where a checker saw anything.
/// </summary>
internal static class SimulateCommand
{
    private const int Wrong = 2;

    public static int Run(string[] args)
    {
        ulong? seed = null;
        ulong from = 1;
        ulong seeds = 200;
        for (var index = 0; index < args.Length; index += 2)
        {
            if (index + 1 == args.Length
                || !ulong.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var value))
            {
                return Usage(args[index]);
            }

            switch (args[index])
            {
                case "--seed":
                    seed = value;
                    break;
                case "--seeds":
                    seeds = value;
                    break;
                case "--from":
                    from = value;
                    break;
                default:
                    return Usage(args[index]);
            }
        }

        return seed is { } one ? RunOne(one) : RunMany(from, seeds);
    }

    private static int Usage(string argument)
    {
        Console.Error.WriteLine(
            $"{argument}: simulate takes --seeds N, --from S or --seed S, each with a whole number");
        return Wrong;
    }

    private static int RunOne(ulong seed)
    {
        var result = SimulatedWorld.Run(seed);
        var again = SimulatedWorld.Run(seed);
        Console.WriteLine(result.Failure is null ? $"{result.Swarm}" : result.Explain());
        Console.WriteLine($"seed {seed}: trace {result.Hash:x16}, {result.Tally}");
        if (again.Hash != result.Hash)
        {
            Console.WriteLine($"seed {seed}: run again the trace is {again.Hash:x16}: something is not deterministic");
        }

        return result.Failure is null && again.Hash == result.Hash ? 0 : 1;
    }

    private static int RunMany(ulong from, ulong seeds)
    {
        var watch = Stopwatch.StartNew();
        var total = new Tally();
        ulong failed = 0;
        ulong done = 0;
        var gate = new Lock();
        Parallel.For(0L, (long)seeds, index =>
        {
            var result = SimulatedWorld.Run(from + (ulong)index);
            lock (gate)
            {
                total.Add(result.Tally);
                done++;
                if (result.Failure is not null)
                {
                    failed++;
                    Console.WriteLine(result.Explain());
                }

                if (done % 100 == 0 || done == seeds)
                {
                    Console.WriteLine($"{done} of {seeds} seeds, {failed} failed, {Rate(done, watch)} seeds/minute");
                }
            }
        });
        Console.WriteLine($"{total}");
        Console.WriteLine($"{seeds} seeds from {from}, {failed} failed, {Rate(seeds, watch)} seeds/minute");
        return failed == 0 ? 0 : 1;
    }

    private static string Rate(ulong seeds, Stopwatch watch) =>
        (seeds / watch.Elapsed.TotalMinutes).ToString("F0", CultureInfo.InvariantCulture);
}
