using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Units;
using Vim.Engine;

namespace Vim.Benchmarks.Allocate;

/// <summary>
/// Restart with 100,000 computes on 10,000 hosts, from opening the journal to the first answer: from events alone, as
/// after a crash of a young member, and from the snapshots that a stop in order leaves.
/// </summary>
internal sealed class ReplayBenchmark : IBenchmark
{
    private const int Hosts = 10_000;
    private const int Computes = 100_000;

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("vim-bench-replay-");
        try
        {
            var snapshots = Path.Combine(folder.FullName, "snapshots.db");
            var events = Path.Combine(folder.FullName, "events.db");
            var member = await BenchmarkMember.StartAsync(snapshots, Hosts);
            await FillAsync(member.Engine);
            await member.BackUpAsync(events);
            var (_, stop) = await TimeAsync(async () =>
            {
                await member.DisposeAsync();
                return member;
            });
            return
            [
                .. await RestartAsync("events", events),
                .. await RestartAsync("snapshots", snapshots),
                Figure.Of("stop in order, taking the snapshots", "s", stop.Seconds),
                Figure.Of("journal of events", "MB", new FileInfo(events).Length / 1e6),
                Figure.Of("journal of snapshots", "MB", new FileInfo(snapshots).Length / 1e6),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> RestartAsync(string from, string journal)
    {
        GC.Collect();
        var (member, spent) = await TimeAsync(() => BenchmarkMember.StartAsync(journal, Hosts));
        await using var again = member;
        var views = again.Engine.Views;
        return
        [
            Figure.Of(
                $"restart from {from}: {views.Computes.Count} computes, {views.Hosts.Count} hosts",
                "s",
                spent.Seconds),
            Figure.Of($"restart from {from}: processor time", "s", spent.ProcessorSeconds),
            Figure.Of(
                $"restart from {from}: memory after it",
                "MB",
                GC.GetTotalMemory(forceFullCollection: true) / 1e6),
        ];
    }

    private static async Task<(T Result, (double Seconds, double ProcessorSeconds) Spent)> TimeAsync<T>(
        Func<Task<T>> act)
    {
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var result = await act();
        return (result, (
            Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - processor).TotalSeconds));
    }

    private static async Task FillAsync(VimEngine engine)
    {
        var caller =
            new CallerContext { Principal = "bench", ResourceGroup = new ResourceGroupId(BenchmarkMember.Tenant) };
        var requirements = new ComputeRequirements
        {
            VirtualCpuCount = 2,
            Memory = MemorySize.FromGiB(2),
            CpuPolicy = CpuPolicy.Dedicated,
            PageSize = PageSizeRequest.Of(PageSize.Huge1GiB),
        };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Computes),
            new ParallelOptions { MaxDegreeOfParallelism = 512 },
            async (index, cancellationToken) =>
            {
                var outcome = await engine.AskAsync(Request(index, requirements), caller, cancellationToken);
                if (!outcome.IsSuccess)
                {
                    throw new InvalidOperationException(outcome.Error.Message);
                }
            });
    }

    private static AllocateCompute Request(int index, ComputeRequirements requirements) =>
        new() { Name = $"c{index}", Requirements = requirements, AnswerWhen = AnswerWhen.Placed };
}
