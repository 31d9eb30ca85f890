using Nfv.OrVi.V1;
using Wanted = Vim.Descriptors.Model.GuestCpuTopology;

namespace Vim.Cli.Deployment;

/// <summary>
/// Or-Vi wants all three of sockets, cores and threads; descriptors may leave some free or bounded. Of what is possible
/// the one with most sockets is taken, then most cores: so does OpenStack Nova, for which such descriptors are written.
/// </summary>
internal static class TopologyResolver
{
    /// <summary>The topology; null when none has that many vCPUs within the bounds.</summary>
    public static GuestCpuTopology? Resolve(Wanted wanted, int virtualCpuCount)
    {
        foreach (var sockets in Candidates(wanted.Sockets, wanted.MaxSockets, virtualCpuCount))
        {
            foreach (var cores in Candidates(wanted.Cores, wanted.MaxCores, virtualCpuCount / sockets))
            {
                var threads = virtualCpuCount / sockets / cores;
                if (sockets * cores * threads == virtualCpuCount
                    && (wanted.Threads is null || wanted.Threads == threads)
                    && (wanted.MaxThreads is null || threads <= wanted.MaxThreads))
                {
                    return new GuestCpuTopology { SocketCount = sockets, CoreCount = cores, ThreadCount = threads };
                }
            }
        }

        return null;
    }

    private static IEnumerable<int> Candidates(int? wanted, int? max, int count)
    {
        var highest = Math.Min(max ?? count, count);
        return wanted is { } only
            ? only <= highest && only > 0 ? [only] : []
            : Enumerable.Range(1, Math.Max(highest, 0)).Reverse().Where(value => count % value == 0);
    }
}
