using Vim.Actors.Sources;

namespace Vim.Simulation.Worlds;

/// <summary>The world's dice.</summary>
internal sealed class Chance(IRandomSource random)
{
    public int Next(int exclusiveMax) => random.Next(exclusiveMax);

    public bool Percent(int chance) => chance > 0 && random.Next(100) < chance;

    public bool PerMille(int chance) => chance > 0 && random.Next(1_000) < chance;

    /// <summary>A time between nothing and the most, in microseconds.</summary>
    public TimeSpan UpTo(TimeSpan most) => TimeSpan.FromMicroseconds(random.Next((int)most.TotalMicroseconds + 1));

    public T Of<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
