using System.Numerics;

namespace Vim.Scheduling.Fitting;

/// <summary>The largest matching of guest NUMA nodes with host NUMA nodes, by augmenting paths.</summary>
internal static class NodeMatching
{
    /// <summary>Whether every guest can have a candidate of its own at once.</summary>
    /// <param name="candidates">Host nodes of each guest, as bits; at most 8 guests.</param>
    public static bool IsComplete(ReadOnlySpan<ulong> candidates) => candidates.Length switch
    {
        0 => true,
        1 => candidates[0] != 0,
        2 => candidates[0] != 0 && candidates[1] != 0 && BitOperations.PopCount(candidates[0] | candidates[1]) > 1,
        _ => Count(candidates) == candidates.Length,
    };

    /// <summary>How many guests can have a candidate of their own at once.</summary>
    /// <param name="candidates">Host nodes of each guest, as bits; at most 8 guests.</param>
    public static int Count(ReadOnlySpan<ulong> candidates)
    {
        Span<sbyte> guestOf = stackalloc sbyte[64];
        guestOf.Fill(-1);
        var count = 0;
        for (var guest = 0; guest < candidates.Length; guest++)
        {
            var visited = 0UL;
            count += Augment(guest, candidates, guestOf, ref visited) ? 1 : 0;
        }

        return count;
    }

    private static bool Augment(int guest, ReadOnlySpan<ulong> candidates, Span<sbyte> guestOf, ref ulong visited)
    {
        for (var left = candidates[guest] & ~visited; left != 0; left = candidates[guest] & ~visited)
        {
            var node = BitOperations.TrailingZeroCount(left);
            visited |= 1UL << node;
            if (guestOf[node] < 0 || Augment(guestOf[node], candidates, guestOf, ref visited))
            {
                guestOf[node] = (sbyte)guest;
                return true;
            }
        }

        return false;
    }
}
