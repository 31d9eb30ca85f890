using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>The parts that a policy's text names. What a part is called it says itself (<c>ToString</c>).</summary>
internal static class PolicyParts
{
    private const int MostWeight = 1_000_000;

    /// <summary>Outcomes that a comparison looks at where its text does not say.</summary>
    public static int OutcomesOf(IOutcomeScorer scorer) => scorer is UsualFlavoursScorer ? 1024 : 64;

    public static IHostFilter FilterOf(PolicyToken part, PolicyArguments arguments)
    {
        switch (part.Text)
        {
            case "keep-free":
                arguments.Allow("cpus", "memory", "vfs");
                return arguments.IsEmpty
                    ? throw part.Refuse("keep-free says of what: keep-free(cpus=4), keep-free(memory=10%, vfs=1)")
                    : new KeepFreeFilter(
                        arguments.Kept("cpus", isMemory: false),
                        arguments.Kept("memory", isMemory: true),
                        arguments.Kept("vfs", isMemory: false));
            case "max-computes":
                return new MaxComputesFilter(PolicyArguments.Whole(arguments.One("COUNT"), 1, MostWeight));
            case "reserve-trait":
                return new ReserveTraitFilter(arguments.One("TRAIT").Text);
            case "reserve-aggregate":
                return new ReserveAggregateFilter(arguments.One("AGGREGATE").Text);
            default:
                throw part.Refuse(
                    $"\"{part.Text}\" is no filter (keep-free, max-computes, reserve-trait, reserve-aggregate)");
        }
    }

    public static IHostScorer ScorerOf(PolicyToken part, PolicyArguments arguments)
    {
        switch (part.Text)
        {
            case "fullest":
                arguments.Allow();
                return FreeScorer.Least;
            case "emptiest":
                arguments.Allow();
                return FreeScorer.Most;
            case "even":
                arguments.Allow();
                return new BalanceScorer();
            case "fill":
                return FillOf(part, arguments);
            default:
                throw part.Refuse($"\"{part.Text}\" is no scorer (fullest, emptiest, even, fill)");
        }
    }

    public static NodeOrder NodeOrderOf(PolicyToken part) => part.Text switch
    {
        "least-left" => NodeOrder.LeastLeft,
        "most-left" => NodeOrder.MostLeft,
        _ => throw part.Refuse($"\"{part.Text}\" is no order of NUMA nodes (least-left, most-left)"),
    };

    public static PlacementPolicy Compare(PlacementPolicy policy, PolicyToken part, PolicyTokens tokens)
    {
        var arguments = new PolicyArguments(tokens, part);
        IOutcomeScorer scorer;
        switch (part.Text)
        {
            case "large-holes":
                arguments.Allow("outcomes");
                scorer = new LargeHolesScorer();
                break;
            case "usual-flavours":
                arguments.Allow("outcomes", "half-life");
                var halfLife = arguments.Whole("half-life", 1, 1_000_000, UsualFlavoursScorer.DefaultHalfLife);
                scorer = new UsualFlavoursScorer([]) { HalfLife = halfLife };
                break;
            case "nothing":
                arguments.Allow();
                return policy with { OutcomeScorer = null };
            default:
                throw part.Refuse($"\"{part.Text}\" is no comparison (large-holes, usual-flavours, nothing)");
        }

        var outcomes = arguments.Whole("outcomes", 1, PlacementPolicy.OutcomesLimit, OutcomesOf(scorer));
        return policy with { OutcomeScorer = scorer, MaxOutcomes = outcomes };
    }

    private static WeightedScorer FillOf(PolicyToken part, PolicyArguments arguments)
    {
        arguments.Allow([.. WeightedScorer.Names, "cpus", "memory"]);
        if (arguments.IsEmpty)
        {
            throw part.Refuse("fill says by what: fill(cpus=2, memory=1); a negative weight takes the emptiest first");
        }

        var cpus = Weight("cpus", 0);
        var memory = Weight("memory", 0);
        return new(new(
            Weight(WeightedScorer.Names[0], cpus),
            Weight(WeightedScorer.Names[1], cpus),
            Weight(WeightedScorer.Names[2], memory),
            Weight(WeightedScorer.Names[3], memory),
            Weight(WeightedScorer.Names[4], 0)));

        int Weight(string name, int none) => arguments.Whole(name, -MostWeight, MostWeight, none);
    }
}
