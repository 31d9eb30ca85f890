namespace Vim.Actors.Sources;

/// <summary>Chance, from outside. Not for secrets. Used on the shard's turn only, so it need not be
/// thread-safe.</summary>
public interface IRandomSource
{
    /// <summary>64 uniformly distributed bits.</summary>
    ulong NextBits();

    /// <summary>A uniform integer from 0 to <paramref name="exclusiveMax"/> - 1.</summary>
    int Next(int exclusiveMax);

    /// <summary>A uniform number from 0 (included) to 1 (excluded).</summary>
    double NextDouble();
}
