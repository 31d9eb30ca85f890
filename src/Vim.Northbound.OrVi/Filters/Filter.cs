using System.Collections.Immutable;

namespace Vim.Northbound.OrVi.Filters;

/// <summary>A filter ready for use: all its tests must hold.</summary>
internal sealed class Filter<T>(ImmutableArray<Predicate<T>> tests)
{
    public bool Matches(T item)
    {
        foreach (var test in tests)
        {
            if (!test(item))
            {
                return false;
            }
        }

        return true;
    }
}
