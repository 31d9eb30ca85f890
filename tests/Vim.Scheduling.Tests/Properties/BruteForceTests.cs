using System.Collections.Concurrent;
using Vim.Domain.Placement;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>
/// Random zones, each with a past and one request more, answered as brute force answers them. On all cores: a case
/// depends on its seed alone.
/// </summary>
public sealed class BruteForceTests(ITestOutputHelper output)
{
    private const int Chunk = 250;
    private const int FirstLarge = 1_000_000;
    private const int FirstOnSockets = 3_000_000;
    private const int TellEvery = 25_000;

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("VIM_TEST_LONG") == "1";

    [Fact]
    public void Ten_thousand_random_zones_are_answered_as_brute_force_answers_them()
    {
        var tally = Check(CaseSize.Small, first: 0, cases: 10_000);
        AssertVaried(tally);
    }

    /// <summary>A thousand; a million when VIM_TEST_LONG is 1.</summary>
    [Fact]
    public void Larger_random_zones_are_answered_as_brute_force_answers_them()
    {
        var tally = Check(CaseSize.Large, FirstLarge, IsLong ? 1_000_000 : 1_000);
        AssertVaried(tally);
        Assert.True(tally.Hosts > tally.Cases * 5 / 2, $"only {tally.Hosts} hosts in {tally.Cases} zones");
        Assert.True(tally.Claims > tally.Cases, $"only {tally.Claims} claims in {tally.Cases} zones");
        Assert.True(tally.WithWishes > tally.Cases / 100, $"only {tally.WithWishes} requests with soft groups");
    }

    [Fact]
    public void Random_zones_of_groups_by_socket_are_answered_as_brute_force_answers_them()
    {
        var tally = Check(CaseSize.Sockets, FirstOnSockets, cases: 3_000);
        Assert.True(tally.OnSockets > tally.Cases / 20, $"only {tally.OnSockets} requests placed");
        Assert.True(tally.OffSockets > tally.Cases, $"only {tally.OffSockets} places that break a group");
        Assert.True(tally.SocketRefusals > tally.Cases / 100, $"only {tally.SocketRefusals} refusals");
    }

    private BruteForceTally Check(CaseSize size, int first, int cases)
    {
        var sum = new BruteForceTally();
        var chunks = Partitioner.Create(first, first + cases, Chunk);
        Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk =>
        {
            var own = new BruteForceTally();
            var check = new BruteForceCheck(own);
            for (var seed = chunk.Item1; seed < chunk.Item2; seed++)
            {
                check.Run(new World(seed, size), $"seed {seed}", thoroughly: seed % 3 == 0);
            }

            lock (sum)
            {
                sum.Add(own);
                if (sum.Cases % TellEvery == 0 && sum.Cases < cases)
                {
                    output.WriteLine($"{sum.Cases} of {cases} cases");
                }
            }
        });
        output.WriteLine(sum.ToString());
        return sum;
    }

    private static void AssertVaried(BruteForceTally tally)
    {
        Assert.InRange(tally.Feasible, tally.Cases / 5, tally.Cases * 4 / 5);
        Assert.True(tally.WithRemote > tally.Cases / 500, $"only {tally.WithRemote} cases with remote functions");
        Assert.True(tally.Siblings > tally.Cases / 500, $"only {tally.Siblings} guest cores on siblings by preference");
        Assert.True(tally.WithDistance > tally.Cases / 200, $"only {tally.WithDistance} cases with a distance");
        Assert.True(tally.OnSockets > tally.Cases / 200, $"only {tally.OnSockets} requests with sockets placed");
        foreach (var dimension in Enum.GetValues<Dimension>().Except([Dimension.Reservation]))
        {
            var count = tally.Refused.GetValueOrDefault(dimension);
            Assert.True(
                count >= tally.Cases / 500, $"{dimension} was refused only {count} times: the generator is degenerate");
        }
    }
}
