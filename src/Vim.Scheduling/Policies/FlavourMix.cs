using System.Collections.Immutable;
using Vim.Domain.Epa;

namespace Vim.Scheduling.Policies;

/// <summary>
/// What usually comes, learned from what came: the shares of the flavours among the requests so far, older ones
/// counting less. Holds at most <see cref="MaxFlavours"/>; the rarest makes way. Mutable; for one thread at a time.
/// </summary>
/// <param name="halfLife">After how many requests one counts half, 1 or more.</param>
public sealed class FlavourMix(int halfLife)
{
    /// <summary>The most flavours that it remembers.</summary>
    public const int MaxFlavours = 64;

    private const double Largest = 1e100;
    private readonly Dictionary<FlavourShare, double> _weights = [];
    private readonly double _growth = Math.Pow(2, 1.0 / halfLife);
    private double _next = 1;

    /// <summary>Counts one request.</summary>
    /// <param name="requirements">Well formed (<see cref="ComputeRequirementsRules"/>).</param>
    public void Add(ComputeRequirements requirements)
    {
        var shape = FlavourShare.Of(requirements, 0);
        if (!_weights.ContainsKey(shape) && _weights.Count == MaxFlavours)
        {
            _weights.Remove(Sorted().Last().Key);
        }

        _weights[shape] = _weights.GetValueOrDefault(shape) + _next;
        _next *= _growth;
        if (_next > Largest)
        {
            Rescale();
        }
    }

    /// <summary>The flavours by their shares, the commonest first.</summary>
    public ImmutableArray<FlavourShare> Shares()
    {
        var total = _weights.Values.Sum();
        return
        [
            .. Sorted().Select(entry => entry.Key with { PartsPerMillion = (int)(entry.Value / total * 1_000_000) }),
        ];
    }

    private IEnumerable<KeyValuePair<FlavourShare, double>> Sorted() => _weights
        .OrderByDescending(entry => entry.Value)
        .ThenBy(entry => entry.Key.Cpus)
        .ThenBy(entry => entry.Key.NodeCount)
        .ThenBy(entry => entry.Key.PerNode.SmallPageMiB)
        .ThenBy(entry => entry.Key.PerNode.HugePageMiB)
        .ThenBy(entry => entry.Key.PerNode.VirtualFunctions);

    private void Rescale()
    {
        foreach (var shape in _weights.Keys.ToArray())
        {
            _weights[shape] /= _next;
        }

        _next = 1;
    }
}
