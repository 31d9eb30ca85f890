using Vim.Scheduling.Placing;

namespace Vim.Benchmarks.Tests.Traces.Spane;

/// <summary>The experiment through the ledger and the same on arrays give the same waits, episode by episode.</summary>
public sealed class SpaneTests
{
    private static readonly (IPlacementRule Ledger, ArrayPolicy Arrays)[] Policies =
    [
        (Baselines.FirstFit, ArrayPolicies.FirstFit),
        (Baselines.BestFit, ArrayPolicies.BestFit),
        (Baselines.BalanceFit, ArrayPolicies.BalanceFit),
        (new PlacerRule(PlacementPolicy.PackBalanced), ArrayPolicies.PackBalanced),
        (new PlacerRule(PlacementPolicy.KeepRoomFor(ArrayPolicies.Usual)), ArrayPolicies.KeepRoom),
    ];

    public static TheoryData<int> EachPolicy => [.. Enumerable.Range(0, Policies.Length)];

    [Theory, MemberData(nameof(EachPolicy))]
    public void Waits_through_the_ledger_are_those_on_arrays(int policy)
    {
        var waiting = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var requests = GeneratedTrace.Of(seed, count: 200);
            waiting += Compare(policy, requests, servers: 1 + (seed % 4), start: seed, length: 150) > 0 ? 1 : 0;
        }

        Assert.InRange(waiting, 3, 12);
    }

    [Theory, MemberData(nameof(EachPolicy))]
    public void So_they_are_in_real_episodes(int policy)
    {
        var trace = RealTrace();
        foreach (var (start, length) in trace.Episodes.Take(200).Where(episode => episode.LengthOfFive < 500).Take(4))
        {
            Compare(policy, trace.Requests, servers: 5, start, length);
        }
    }

    [Fact]
    public void Measured_lengths_are_those_published()
    {
        var trace = RealTrace();
        foreach (var (start, length) in trace.Episodes.Take(200).Where(episode => episode.LengthOfFive < 500).Take(20))
        {
            var episode = new SpaneEpisode(trace.Requests, new LedgerServers(5, Baselines.FirstFit, new()));
            Assert.Equal(length, episode.Measure(start));
        }
    }

    [Fact]
    public void The_trimmed_mean_leaves_the_extremes_out() =>
        Assert.Equal(5.5, SpaneEpisode.TrimmedMean([.. Enumerable.Range(2, 8).Select(x => (double)x), -1e9, 1e9]));

    [Fact]
    public void What_holds_up_the_queue_holds_up_all_behind_it()
    {
        SpaneRequest[] requests =
        [
            new(40, 10, IsDouble: true, Arrival: 0, Lifetime: 100),
            new(1, 1, IsDouble: false, Arrival: 10, Lifetime: 5),
            new(1, 1, IsDouble: false, Arrival: 20, Lifetime: 5),
            new(1, 1, IsDouble: false, Arrival: 150, Lifetime: 5),
        ];
        var episode = new SpaneEpisode(requests, new LedgerServers(1, Baselines.FirstFit, new()));
        Assert.Equal(90 + 80, episode.Run(0, 4));
        Assert.Equal(41, new SpaneEpisode(requests, new LedgerServers(1, Baselines.FirstFit, new())).Measure(0));
    }

    [Fact]
    public void A_request_larger_than_a_server_is_told()
    {
        SpaneRequest[] requests = [new(41, 1, IsDouble: false, Arrival: 0, Lifetime: 1)];
        Assert.Throws<InvalidDataException>(
            () => new SpaneEpisode(requests, new LedgerServers(1, Baselines.FirstFit, new())).Run(0, 1));
    }

    private static SpaneTrace RealTrace() => SpaneTrace.Read(new(RealData.At()));

    private static double Compare(
        int policy,
        IReadOnlyList<SpaneRequest> requests,
        int servers,
        int start,
        int length)
    {
        var (ledger, arrays) = Policies[policy];
        var expected = new ArrayExperiment(requests, servers, arrays).Run(start, length);
        Assert.Equal(
            expected,
            new SpaneEpisode(requests, new LedgerServers(servers, ledger, new())).Run(start, length));
        return expected;
    }
}
