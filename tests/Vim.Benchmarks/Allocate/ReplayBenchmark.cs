using System.Diagnostics;
using Vim.Benchmarks.Running;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Units;
using Vim.Engine;

namespace Vim.Benchmarks.Allocate;

/// <summary>Restart with 100,000 computes on 10,000 hosts: from opening the journal to the first answer.</summary>
internal sealed class ReplayBenchmark : IBenchmark
{
    private const int Hosts = 10_000;
    private const int Computes = 100_000;

    public async Task<IReadOnlyList<Figure>> RunAsync(TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("vim-bench-replay-");
        try
        {
            var journal = Path.Combine(folder.FullName, "journal.db");
            await using (var member = await BenchmarkMember.StartAsync(journal, Hosts))
            {
                await FillAsync(member.Engine);
            }

            var started = Stopwatch.GetTimestamp();
            await using var again = await BenchmarkMember.StartAsync(journal, Hosts);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return
            [
                Figure.Of($"restart with {again.Engine.Views.Computes.Count} computes on {Hosts} hosts", "s", seconds),
                Figure.Of("memory after it", "MB", GC.GetTotalMemory(forceFullCollection: true) / 1e6),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task FillAsync(VimEngine engine)
    {
        var caller = new CallerContext { Principal = "bench", ResourceGroup = new ResourceGroupId(BenchmarkMember.Tenant) };
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
