namespace Vim.Domain.Epa.Metadata;

/// <summary>Sockets, cores and threads, each 0 where nothing is said of it.</summary>
public readonly record struct TopologyWish(int Sockets, int Cores, int Threads)
{
    /// <summary>Whether anything is said.</summary>
    public bool IsGiven => Sockets > 0 || Cores > 0 || Threads > 0;

    /// <summary>Whether any number is above that of a limit, where the limit has one.</summary>
    public bool Exceeds(TopologyWish limit) =>
        IsAbove(Sockets, limit.Sockets) || IsAbove(Cores, limit.Cores) || IsAbove(Threads, limit.Threads);

    /// <summary>This, and where it says nothing the other.</summary>
    public TopologyWish Or(TopologyWish other) => new(
        Sockets > 0 ? Sockets : other.Sockets,
        Cores > 0 ? Cores : other.Cores,
        Threads > 0 ? Threads : other.Threads);

    private static bool IsAbove(int value, int limit) => limit > 0 && value > limit;
}

/// <summary>
/// The CPU topology that a guest sees, as OpenStack chooses it: within the limits, as near to what is preferred as
/// the vCPU count allows; then few threads, then many sockets.
/// </summary>
public static class GuestTopologyChooser
{
    /// <summary>The best topology; null where the limits leave none.</summary>
    /// <param name="virtualCpuCount">vCPUs, 1 or more.</param>
    /// <param name="preferred">What is preferred; a preference, no demand.</param>
    /// <param name="limit">The most of each; 0 for no limit.</param>
    public static GuestCpuTopology? Choose(int virtualCpuCount, TopologyWish preferred, TopologyWish limit)
    {
        var wish = preferred.Exceeds(limit) ? default : preferred;
        GuestCpuTopology? best = null;
        (int Score, int Cores, int Sockets) bestRank = default;
        for (var sockets = 1; sockets <= virtualCpuCount; sockets++)
        {
            for (var cores = 1; cores <= virtualCpuCount / sockets && virtualCpuCount % sockets == 0; cores++)
            {
                var threads = virtualCpuCount / sockets / cores;
                if (sockets * cores * threads != virtualCpuCount
                    || new TopologyWish(sockets, cores, threads).Exceeds(limit))
                {
                    continue;
                }

                var rank = (Matches(wish, sockets, cores, threads), sockets * cores, sockets);
                if (best is null || rank.CompareTo(bestRank) > 0)
                {
                    (best, bestRank) = (new GuestCpuTopology(sockets, cores, threads), rank);
                }
            }
        }

        return best;
    }

    private static int Matches(TopologyWish wish, int sockets, int cores, int threads) =>
        (wish.Sockets == sockets ? 1 : 0) + (wish.Cores == cores ? 1 : 0) + (wish.Threads == threads ? 1 : 0);
}
