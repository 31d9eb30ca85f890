using System.Collections.Immutable;
using Vim.Scheduling.Policies;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Which of the hosts that fit is taken, and which NUMA nodes on it; what fits is no matter of policy. Made of small
/// pure parts, so that a new policy is a new part and nothing else:
/// the scorer orders hosts before anything is placed (an <see cref="IStandingScorer"/> in an index, so that a decision
/// costs the same in a zone of any size; any other <see cref="IHostScorer"/> by scoring every host that may fit);
/// the node order says which NUMA nodes are tried first on a host;
/// the outcome scorer, where there is one, compares what hosts would look like with the request on them.
/// </summary>
/// <param name="Name">For configuration and people.</param>
/// <param name="Scorer">Orders hosts; equal scores go by host id.</param>
/// <param name="NodeOrder">Orders NUMA nodes on the host.</param>
public sealed record PlacementPolicy(string Name, IHostScorer Scorer, NodeOrder NodeOrder)
{
    /// <summary>Fills used hosts and NUMA nodes first; empty ones stay empty for what needs them.</summary>
    public static PlacementPolicy Pack { get; } = new("pack", FreeScorer.Least, NodeOrder.LeastLeft);

    /// <summary>
    /// Fills used hosts first, on each the emptier NUMA node: a guest on two NUMA nodes needs as much on both, which
    /// NUMA nodes that are filled one after the other do not have.
    /// </summary>
    public static PlacementPolicy PackBalanced { get; } = new("pack-balanced", FreeScorer.Least, NodeOrder.MostLeft);

    /// <summary>Takes the emptiest host and NUMA node, so that a failure hits few.</summary>
    public static PlacementPolicy Spread { get; } = new("spread", FreeScorer.Most, NodeOrder.MostLeft);

    /// <summary>Keeps CPUs and memory of each host in step, so that neither is left over without the other.</summary>
    public static PlacementPolicy Balance { get; } = new("balance", new BalanceScorer(), NodeOrder.LeastLeft);

    /// <summary>
    /// As pack, but hosts with nothing on them stay so as long as the others do: they can be switched off.
    /// </summary>
    public static PlacementPolicy Power { get; } =
        new("power", new IdleLastScorer(FreeScorer.Least), NodeOrder.LeastLeft);

    /// <summary>Of the fullest hosts that fit, the one where the fewest large guests lose their place.</summary>
    public static PlacementPolicy KeepLargeHoles { get; } =
        new("keep-large-holes", FreeScorer.Least, NodeOrder.LeastLeft) { OutcomeScorer = new LargeHolesScorer() };

    /// <summary>
    /// The policies that have a name; <see cref="WeightedScorer"/> and <see cref="KeepRoomFor"/> are for those without.
    /// </summary>
    public static ImmutableArray<PlacementPolicy> Named { get; } =
        [Pack, PackBalanced, Spread, Balance, Power, KeepLargeHoles];

    /// <summary>The policy of a name; null where there is none.</summary>
    public static PlacementPolicy? Find(string name) =>
        Named.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.Ordinal));

    /// <summary>
    /// Keeps room for the flavours that usually come, and hosts with nothing on them as they are. The dearest policy:
    /// a decision compares up to 1,024 outcomes, half as many hosts of two NUMA nodes.
    /// </summary>
    /// <param name="flavours">What usually comes: configured, or learned (<see cref="FlavourMix"/>).</param>
    public static PlacementPolicy KeepRoomFor(ImmutableArray<FlavourShare> flavours) =>
        new("keep-room", new IdleLastScorer(FreeScorer.Least), NodeOrder.MostLeft)
        {
            OutcomeScorer = new UsualFlavoursScorer(flavours),
            MaxOutcomes = 1024,
        };

    /// <summary>
    /// Compares outcomes: of the first <see cref="MaxOutcomes"/> pairs of host and NUMA nodes that fit, in the order of
    /// scorer and node order, the one with the lowest score is taken, the earlier of equals. Null: the first is taken.
    /// </summary>
    public IOutcomeScorer? OutcomeScorer { get; init; }

    /// <summary>The most outcomes that are compared for one request, 1 or more.</summary>
    public int MaxOutcomes { get; init; } = 64;
}
