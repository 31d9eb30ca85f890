using Vim.Actors.Sources;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Simulation.Worlds;

/// <summary>
/// What kind of world a seed makes. Each kind of fault is there or not, and more or less often, so that rare
/// combinations and faultless stretches come up too.
/// </summary>
internal sealed record SwarmParameters
{
    public required int Zones { get; init; }

    public required int Hosts { get; init; }

    public required int Clients { get; init; }

    public required int RequestsPerClient { get; init; }

    /// <summary>Share of requests that operate on a compute, in 100.</summary>
    public required int OperatePercent { get; init; }

    /// <summary>Share of requests that terminate a compute, in 100.</summary>
    public required int TerminatePercent { get; init; }

    /// <summary>How long faults last.</summary>
    public required TimeSpan Faulty { get; init; }

    /// <summary>The longest that an append takes.</summary>
    public required TimeSpan AppendTime { get; init; }

    /// <summary>Appends that fail, in 1,000; each stops a shard and with it the member.</summary>
    public required int FailedAppends { get; init; }

    /// <summary>Appends whose answer is lost, in 1,000.</summary>
    public required int LostAppendAnswers { get; init; }

    /// <summary>Steps at which the member crashes, in 100,000.</summary>
    public required int Crashes { get; init; }

    /// <summary>Messages lost on the way, in 100.</summary>
    public required int LostMessages { get; init; }

    /// <summary>Messages that come twice, in 100.</summary>
    public required int DoubledMessages { get; init; }

    /// <summary>The longest that a message takes.</summary>
    public required TimeSpan MessageTime { get; init; }

    /// <summary>Creations that a host refuses, in 100.</summary>
    public required int Refusals { get; init; }

    /// <summary>Mean time between faults of one host; zero: none.</summary>
    public required TimeSpan BetweenHostFaults { get; init; }

    /// <summary>
    /// Rows of the journal beyond one for each actor, above which snapshots are taken; as many as never come: none.
    /// </summary>
    public required int SnapshotDebt { get; init; }

    /// <summary>By what hosts are chosen.</summary>
    public required PlacementPolicy Policy { get; init; }

    /// <summary>Share of requests that migrate a compute, in 100.</summary>
    public required int MigratePercent { get; init; }

    /// <summary>The longest that the memory of a guest is copied.</summary>
    public required TimeSpan CopyTime { get; init; }

    public static SwarmParameters From(IRandomSource random)
    {
        var swarm = Draw(random);

        // Where computes migrate, there is somewhere to go.
        return swarm.MigratePercent == 0 ? swarm : swarm with { Hosts = swarm.Hosts + (2 * swarm.Zones) };
    }

    private static SwarmParameters Draw(IRandomSource random) => new()
    {
        Zones = 1 + random.Next(2),
        Hosts = 1 + random.Next(5),
        Clients = 1 + random.Next(4),
        RequestsPerClient = 4 + random.Next(12),
        OperatePercent = random.Next(50),
        TerminatePercent = 15 + random.Next(35),
        Faulty = TimeSpan.FromSeconds(30 + random.Next(120)),
        AppendTime = Pick(random, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1)),
        FailedAppends = Maybe(random, 20),
        LostAppendAnswers = Maybe(random, 20),
        Crashes = Maybe(random, 400),
        LostMessages = Maybe(random, 30),
        DoubledMessages = Maybe(random, 30),
        MessageTime = Pick(
            random, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4)),
        Refusals = Maybe(random, 30),
        BetweenHostFaults = random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(5 + random.Next(60)),
        SnapshotDebt = Pick(random, 0, 7, 100, 1_000_000),
        MigratePercent = Maybe(random, 90),
        CopyTime = Pick(
            random, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2)),
        Policy = Pick(
            random,
            PlacementPolicy.Pack,
            PlacementPolicy.KeepRoom,
            PlacementPolicy.KeepRoom,
            PolicyText.Read("spread; filter keep-free(cpus=1, memory=5%) max-computes(6)")),
    };

    private static int Maybe(IRandomSource random, int most) => random.Next(2) == 0 ? 0 : 1 + random.Next(most);

    private static T Pick<T>(IRandomSource random, params T[] values) => values[random.Next(values.Length)];
}
