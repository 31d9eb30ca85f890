using System.Collections.Immutable;
using System.Globalization;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// A placement policy as text, for configuration and people: clauses with a semicolon or a line break between them, of
/// the name of a policy to start from (first, if at all), <c>filter</c>, <c>score</c>, <c>nodes</c> and <c>compare</c>.
/// <code>
/// pack-balanced
/// filter keep-free(cpus=4) max-computes(40); score fill(cpus=2, memory=1) idle-last; nodes most-left
/// </code>
/// What is not said is as in pack. A policy reads as what it is written as, and equal policies are written alike.
/// </summary>
public static class PolicyText
{
    /// <summary>The most characters of a text.</summary>
    public const int MaxLength = 16_384;

    /// <summary>The most filters of a policy.</summary>
    public const int MaxFilters = 32;

    private const string Clauses = "filter, score, nodes, compare";

    /// <summary>Reads a policy. One that is written as a named policy is that one.</summary>
    /// <exception cref="PolicyTextException">No policy is written so.</exception>
    public static PlacementPolicy Read(string text)
    {
        var read = Parse(text, PlacementPolicy.Pack);
        return PlacementPolicy.Named.FirstOrDefault(named => named.Text == read.Text) ?? read with { Name = read.Text };
    }

    /// <summary>Writes a policy: Read gives it back.</summary>
    public static string Write(PlacementPolicy policy)
    {
        var clauses = new List<string>();
        if (!policy.Filters.IsEmpty)
        {
            clauses.Add($"filter {string.Join(' ', policy.Filters)}");
        }

        clauses.Add($"score {policy.Scorer}");
        clauses.Add(policy.NodeOrder == NodeOrder.LeastLeft ? "nodes least-left" : "nodes most-left");
        if (policy.OutcomeScorer is { } scorer)
        {
            clauses.Add($"compare {scorer}{Arguments(scorer, policy.MaxOutcomes)}");
        }

        return string.Join("; ", clauses);
    }

    /// <summary>A policy that has a name, for which its text stands.</summary>
    internal static PlacementPolicy Define(string name, string text) =>
        Parse(text, new(name, FreeScorer.Least, NodeOrder.LeastLeft));

    private static PlacementPolicy Parse(string text, PlacementPolicy start)
    {
        if (text.Length > MaxLength)
        {
            throw new PolicyTextException(1, 1, $"a policy has at most {MaxLength} characters");
        }

        return new PolicyClauses(new(text)).Read(start);
    }

    private static string Arguments(IOutcomeScorer scorer, int outcomes)
    {
        var parts = new List<string>();
        if (outcomes != PolicyParts.OutcomesOf(scorer))
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"outcomes={outcomes}"));
        }

        if (scorer is UsualFlavoursScorer { HalfLife: not UsualFlavoursScorer.DefaultHalfLife and var halfLife })
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"half-life={halfLife}"));
        }

        return parts.Count == 0 ? "" : $"({string.Join(", ", parts)})";
    }

    /// <summary>Reads the clauses of one text.</summary>
    private sealed class PolicyClauses(PolicyTokens tokens)
    {
        private readonly HashSet<string> _seen = [];

        public PlacementPolicy Read(PlacementPolicy policy)
        {
            var isFirst = true;
            while (true)
            {
                while (tokens.TryTake(PolicyTokenKind.Separator))
                {
                }

                if (tokens.Next.Kind == PolicyTokenKind.End)
                {
                    return isFirst ? throw tokens.Next.Refuse("there is nothing in it") : policy;
                }

                policy = ReadClause(policy, isFirst);
                isFirst = false;
                if (tokens.Next.Kind is not (PolicyTokenKind.Separator or PolicyTokenKind.End))
                {
                    throw tokens.Next.Refuse($"\";\" or the end belongs here, not {tokens.Next}");
                }
            }
        }

        private PlacementPolicy ReadClause(PlacementPolicy policy, bool isFirst)
        {
            var word = tokens.Take(PolicyTokenKind.Word, $"a clause ({Clauses})");
            if (word.Text != "filter" && !_seen.Add(word.Text))
            {
                throw word.Refuse($"{word.Text} stands twice");
            }

            return word.Text switch
            {
                "filter" => policy with { Filters = policy.Filters.AddRange(ReadFilters(policy.Filters)) },
                "score" => policy with { Scorer = ReadScorer() },
                "nodes" => policy with { NodeOrder = PolicyParts.NodeOrderOf(TakePart("an order of NUMA nodes")) },
                "compare" => PolicyParts.Compare(policy, TakePart("a comparison"), tokens),
                _ when isFirst => PlacementPolicy.Find(word.Text) ?? throw word.Refuse(
                    $"\"{word.Text}\" is none of {PlacementPolicy.Names} and no clause ({Clauses})"),
                _ => throw word.Refuse($"\"{word.Text}\" is no clause ({Clauses})"),
            };
        }

        private ImmutableArray<IHostFilter> ReadFilters(ImmutableArray<IHostFilter> before)
        {
            var filters = ImmutableArray.CreateBuilder<IHostFilter>();
            do
            {
                var part = TakePart("a filter");
                filters.Add(PolicyParts.FilterOf(part, new(tokens, part)));
                if (before.Length + filters.Count > MaxFilters)
                {
                    throw part.Refuse($"a policy has at most {MaxFilters} filters");
                }
            }
            while (tokens.Next.Kind == PolicyTokenKind.Word);
            return filters.ToImmutable();
        }

        private IHostScorer ReadScorer()
        {
            var part = TakePart("a scorer");
            var scorer = PolicyParts.ScorerOf(part, new(tokens, part));
            if (tokens.Next.Kind != PolicyTokenKind.Word)
            {
                return scorer;
            }

            var last = tokens.Take();
            if (last.Text != "idle-last")
            {
                throw last.Refuse($"idle-last or the end of the clause belongs here, not {last}");
            }

            return scorer is IStandingScorer standing
                ? new IdleLastScorer(standing)
                : throw last.Refuse($"idle-last goes with no {scorer}; it goes with fullest, emptiest and fill");
        }

        private PolicyToken TakePart(string wanted) => tokens.Take(PolicyTokenKind.Word, wanted);
    }
}
