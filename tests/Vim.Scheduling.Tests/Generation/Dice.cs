namespace Vim.Scheduling.Tests.Generation;

/// <summary>Chance from a seed: the same seed gives the same throws.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    public int Next(int below) => _random.Next(below);

    public int Next(int from, int below) => _random.Next(from, below);

    /// <summary>The numbers from 0 in any order.</summary>
    public IEnumerable<int> Shuffled(int count) => Enumerable.Range(0, count).OrderBy(_ => _random.Next());
}
