using System.Collections.Immutable;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// By the free shares of a host, weighed and added: a positive weight takes hosts first that have little of it free, a
/// negative one hosts that have much. Shares are taken of what each host has, so that hosts of several sizes compare.
/// </summary>
/// <param name="Weights">
/// A weight for each amount, -1,000,000 to 1,000,000; what a host does not have counts as taken.
/// </param>
public sealed record WeightedScorer(HostAmounts Weights) : IStandingScorer
{
    private const int One = 1 << 20;

    /// <summary>What the weights are called in a policy's text, in their order.</summary>
    internal static ImmutableArray<string> Names { get; } =
        ["dedicated-cpus", "floating-vcpus", "small-pages", "huge-pages", "vfs"];

    /// <inheritdoc />
    public long Score(in HostLoad host, RequestKind kind)
    {
        var (free, all) = (host.Free, host.Capacity);
        return Weigh(Weights.DedicatedCpus, free.DedicatedCpus, all.DedicatedCpus)
            + Weigh(Weights.FloatingVirtualCpus, free.FloatingVirtualCpus, all.FloatingVirtualCpus)
            + Weigh(Weights.SmallPageMiB, free.SmallPageMiB, all.SmallPageMiB)
            + Weigh(Weights.HugePageMiB, free.HugePageMiB, all.HugePageMiB)
            + Weigh(Weights.VirtualFunctions, free.VirtualFunctions, all.VirtualFunctions);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        int[] weights =
        [
            Weights.DedicatedCpus, Weights.FloatingVirtualCpus, Weights.SmallPageMiB, Weights.HugePageMiB,
            Weights.VirtualFunctions,
        ];
        var parts = weights.Zip(Names, (weight, name) => (Name: name, Weight: weight))
            .Where(part => part.Weight != 0)
            .Select(part => FormattableString.Invariant($"{part.Name}={part.Weight}"));
        var text = string.Join(", ", parts);
        return text.Length == 0 ? $"fill({Names[0]}=0)" : $"fill({text})";
    }

    private static long Weigh(int weight, int free, int all) => all <= 0 ? 0 : weight * ((long)free * One / all);
}
