using Vim.Simulation.Worlds;

namespace Vim.Simulation;

/// <summary>Worlds from seeds: under faults nothing is unsafe, and after them everything comes to its end.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 200;

    [Fact]
    public void Two_hundred_worlds_are_safe_and_converge()
    {
        var results = new SimulationResult[Seeds];
        Parallel.For(0, Seeds, index => results[index] = SimulatedWorld.Run((ulong)index + 1));
        var failed = results.Where(result => result.Failure is not null).ToList();
        Assert.True(failed.Count == 0, string.Join("\n", failed.Take(3).Select(result => result.Explain())));

        var total = new Tally();
        foreach (var result in results)
        {
            total.Add(result.Tally);
        }

        var grouped = results.Count(result => result.Tally.Near > 1 && result.Tally.Apart > 1);
        output.WriteLine($"{total}; {grouped} with groups");
        Assert.InRange(grouped, Seeds / 20, Seeds);
        Assert.InRange(total.Crashes, Seeds, int.MaxValue);
        Assert.InRange(total.ReplaysCompared, Seeds, int.MaxValue);
        Assert.InRange(total.Allocated, Seeds, int.MaxValue);
        Assert.InRange(total.Terminated, Seeds, int.MaxValue);
        Assert.InRange(total.Operated, Seeds, int.MaxValue);
        Assert.InRange(total.Migrated, Seeds / 4, int.MaxValue);
        Assert.InRange(total.FailedMigrations, Seeds / 8, int.MaxValue);
        Assert.NotEqual(0, total.FailedJournals);
        Assert.NotEqual(0, total.Refused);
        Assert.NotEqual(0, total.Retries);
        Assert.NotEqual(0, total.Reboots);
        Assert.NotEqual(0, total.LostGuests);
        Assert.NotEqual(0, total.LostSessions);
        Assert.NotEqual(0, total.LostMessages);
        Assert.NotEqual(0, total.DoubledMessages);
        Assert.NotEqual(0, total.FailedComputes);
        Assert.InRange(total.Snapshots, Seeds, long.MaxValue);
        Assert.InRange(total.StopsInOrder, Seeds / 4, int.MaxValue);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var hashes = new HashSet<ulong>();
        for (ulong seed = 1; seed <= 200; seed += 20)
        {
            var first = SimulatedWorld.Run(seed);
            var second = SimulatedWorld.Run(seed);
            Assert.Equal(first.Hash, second.Hash);
            Assert.Equal(first.Tally.Steps, second.Tally.Steps);
            Assert.True(hashes.Add(first.Hash), "two seeds gave one trace");
        }
    }
}
