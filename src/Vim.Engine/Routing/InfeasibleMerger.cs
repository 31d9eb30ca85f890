using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Placement;

namespace Vim.Engine.Routing;

/// <summary>Says for several zones together why no host fits.</summary>
internal static class InfeasibleMerger
{
    /// <summary>Hosts are added up; of what is available the most counts.</summary>
    public static Infeasible Merge(Infeasible? one, Infeasible other)
    {
        if (one is null)
        {
            return other;
        }

        var shortfalls = one.Shortfalls.ToBuilder();
        foreach (var shortfall in other.Shortfalls)
        {
            var index = IndexOf(shortfalls, shortfall);
            if (index < 0)
            {
                shortfalls.Add(shortfall);
                continue;
            }

            var known = shortfalls[index];
            shortfalls[index] = known with
            {
                Available = Math.Max(known.Available, shortfall.Available),
                HostsFailed = known.HostsFailed + shortfall.HostsFailed,
                HostsFailedFirst = known.HostsFailedFirst + shortfall.HostsFailedFirst,
                HostsFailedOnly = known.HostsFailedOnly + shortfall.HostsFailedOnly,
            };
        }

        shortfalls.Sort(static (left, right) =>
            (right.HostsFailedFirst, right.HostsFailed).CompareTo((left.HostsFailedFirst, left.HostsFailed)));
        return new(
            one.HostCount + other.HostCount,
            shortfalls.ToImmutable(),
            one.Hint.Length > 0 ? one.Hint : other.Hint);
    }

    public static VimError ToError(Infeasible merged, int zones) => new()
    {
        Code = ErrorCodes.NoFeasibleHost,
        Message = $"{zones} zones: {merged}",
        Infeasible = merged,
    };

    private static int IndexOf(ImmutableArray<DimensionShortfall>.Builder shortfalls, DimensionShortfall wanted)
    {
        for (var index = 0; index < shortfalls.Count; index++)
        {
            var known = shortfalls[index];
            if (known.Dimension == wanted.Dimension
                && known.Wanted == wanted.Wanted
                && known.Unit == wanted.Unit
                && known.Detail == wanted.Detail)
            {
                return index;
            }
        }

        return -1;
    }
}
