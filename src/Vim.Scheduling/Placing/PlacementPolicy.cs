using System.Collections.Immutable;
using Vim.Scheduling.Policies;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Which of the hosts that fit is taken, and which NUMA nodes on it; what fits is no matter of policy. Made of small
/// pure parts, so that a new policy is a new part and nothing else:
/// the filters keep hosts from requests that would fit there;
/// the scorer orders hosts before anything is placed (an <see cref="IStandingScorer"/> in an index, so that a decision
/// costs the same in a zone of any size; any other <see cref="IHostScorer"/> by scoring every host that may fit);
/// the node order says which NUMA nodes are tried first on a host;
/// the outcome scorer, where there is one, compares what hosts would look like with the request on them.
/// Operators combine the parts by text (<see cref="PolicyText"/>).
/// </summary>
/// <param name="Name">For people: a name where it has one, else its text.</param>
/// <param name="Scorer">Orders hosts; equal scores go by host id.</param>
/// <param name="NodeOrder">Orders NUMA nodes on the host.</param>
public sealed record PlacementPolicy(string Name, IHostScorer Scorer, NodeOrder NodeOrder)
{
    /// <summary>The highest <see cref="MaxOutcomes"/>.</summary>
    public const int OutcomesLimit = 65_536;

    /// <summary>Fills used hosts and NUMA nodes first; empty ones stay empty for what needs them.</summary>
    public static PlacementPolicy Pack { get; } = PolicyText.Define("pack", "score fullest; nodes least-left");

    /// <summary>
    /// Fills used hosts first, on each the emptier NUMA node: a guest on two NUMA nodes needs as much on both, which
    /// NUMA nodes that are filled one after the other do not have.
    /// </summary>
    public static PlacementPolicy PackBalanced { get; } =
        PolicyText.Define("pack-balanced", "score fullest; nodes most-left");

    /// <summary>Takes the emptiest host and NUMA node, so that a failure hits few.</summary>
    public static PlacementPolicy Spread { get; } = PolicyText.Define("spread", "score emptiest; nodes most-left");

    /// <summary>Keeps CPUs and memory of each host in step, so that neither is left over without the other.</summary>
    public static PlacementPolicy Balance { get; } = PolicyText.Define("balance", "score even; nodes least-left");

    /// <summary>
    /// As pack, but hosts with nothing on them stay so as long as the others do: they can be switched off.
    /// </summary>
    public static PlacementPolicy Power { get; } =
        PolicyText.Define("power", "score fullest idle-last; nodes least-left");

    /// <summary>Of the fullest hosts that fit, the one where the fewest large guests lose their place.</summary>
    public static PlacementPolicy KeepLargeHoles { get; } =
        PolicyText.Define("keep-large-holes", "score fullest; nodes least-left; compare large-holes");

    /// <summary>
    /// Keeps room for the flavours that usually come, as it learns them (<see cref="LearningPolicy"/>), and hosts with
    /// nothing on them as they are. The dearest policy: a decision compares up to 1,024 outcomes, mostly far fewer.
    /// </summary>
    public static PlacementPolicy KeepRoom { get; } =
        PolicyText.Define("keep-room", "score fullest idle-last; nodes most-left; compare usual-flavours");

    /// <summary>The policies that have a name: each stands for its <see cref="Text"/>.</summary>
    public static ImmutableArray<PlacementPolicy> Named { get; } =
        [Pack, PackBalanced, Spread, Balance, Power, KeepLargeHoles, KeepRoom];

    /// <summary>The names, for messages.</summary>
    public static string Names => string.Join(", ", Named.Select(policy => policy.Name));

    /// <summary>The policy of a name; null where there is none.</summary>
    public static PlacementPolicy? Find(string name) =>
        Named.FirstOrDefault(policy => string.Equals(policy.Name, name, StringComparison.Ordinal));

    /// <summary><see cref="KeepRoom"/> for flavours that are known.</summary>
    /// <param name="flavours">What usually comes.</param>
    public static PlacementPolicy KeepRoomFor(ImmutableArray<FlavourShare> flavours) => KeepRoom.For(flavours);

    /// <summary>Keep hosts from requests; all must allow a host.</summary>
    public ImmutableArray<IHostFilter> Filters { get; init; } = [];

    /// <summary>
    /// Compares outcomes: of the first <see cref="MaxOutcomes"/> pairs of host and NUMA nodes that fit, in the order of
    /// scorer and node order, the one with the lowest score is taken, the earlier of equals. Null: the first is taken.
    /// </summary>
    public IOutcomeScorer? OutcomeScorer { get; init; }

    /// <summary>The most outcomes that are compared for one request, 1 to <see cref="OutcomesLimit"/>.</summary>
    public int MaxOutcomes { get; init; } = 64;

    /// <summary>All of it in words (<see cref="PolicyText"/>).</summary>
    public string Text => PolicyText.Write(this);

    /// <summary>Whether it looks at what usually comes.</summary>
    public bool LooksAtUsualFlavours => OutcomeScorer is UsualFlavoursScorer;

    /// <summary>The same, knowing what usually comes; one that does not look at that is as it was.</summary>
    public PlacementPolicy For(ImmutableArray<FlavourShare> flavours) =>
        OutcomeScorer is UsualFlavoursScorer scorer
            ? this with { OutcomeScorer = scorer with { Flavours = flavours } }
            : this;
}
