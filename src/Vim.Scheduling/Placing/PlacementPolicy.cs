using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Which of the hosts that fit is taken, and which NUMA nodes on it. Made of small pure parts: what hosts qualify is
/// no matter of policy; the scorer orders them; the node order chooses on the host.
/// </summary>
/// <param name="Name">For configuration and people.</param>
/// <param name="Scorer">Orders hosts; equal scores go by host id.</param>
/// <param name="NodeOrder">Orders NUMA nodes on the host.</param>
public sealed record PlacementPolicy(string Name, IHostScorer Scorer, NodeOrder NodeOrder)
{
    /// <summary>Fills used hosts and NUMA nodes first; empty ones stay empty for what needs them.</summary>
    public static PlacementPolicy Pack { get; } = new("pack", new FreeScorer(Sign: 1), NodeOrder.LeastLeft);

    /// <summary>Takes the emptiest host and NUMA node, so that a failure hits few.</summary>
    public static PlacementPolicy Spread { get; } = new("spread", new FreeScorer(Sign: -1), NodeOrder.MostLeft);

    /// <summary>By free CPUs of the kind that the request wants, then free memory of its kind.</summary>
    private sealed record FreeScorer(int Sign) : IHostScorer, IColumnScorer
    {
        public bool MostWins => Sign < 0;

        public long Score(in HostLoad host, in RequestLoad request)
        {
            var cpus = (long)(request.DedicatedCpus > 0 ? host.FreeDedicatedCpus : host.FreeFloatingVirtualCpus);
            var memory = request.WantsHugePages ? host.FreeHugePageMiB : host.FreeSmallPageMiB;
            return Sign * ((cpus << 32) + memory);
        }

        public (Column First, Column Second) Columns(in RequestLoad request) => (
            request.DedicatedCpus > 0 ? Column.FreeCpus : Column.Shared,
            request.WantsHugePages ? Column.HugeMiB : Column.SmallMiB);
    }
}

/// <summary>
/// A scorer whose order is that of two columns of the index, one after the other: the best host is then found by a
/// vector scan, without a score for each.
/// </summary>
internal interface IColumnScorer
{
    bool MostWins { get; }

    (Column First, Column Second) Columns(in RequestLoad request);
}

/// <summary>Orders hosts for one request. Pure.</summary>
public interface IHostScorer
{
    /// <summary>The score of a host as it is before the request is placed; the lowest wins.</summary>
    long Score(in HostLoad host, in RequestLoad request);
}

/// <summary>What a scorer sees of a host.</summary>
/// <param name="FreeDedicatedCpus">Free dedicated CPUs, on all NUMA nodes.</param>
/// <param name="FreeFloatingVirtualCpus">vCPUs that may still float.</param>
/// <param name="FreeSmallPageMiB">Free small-page memory, MiB.</param>
/// <param name="FreeHugePageMiB">Free huge pages of all sizes, MiB.</param>
/// <param name="FreeVirtualFunctions">Free VFs.</param>
public readonly record struct HostLoad(
    int FreeDedicatedCpus,
    int FreeFloatingVirtualCpus,
    int FreeSmallPageMiB,
    int FreeHugePageMiB,
    int FreeVirtualFunctions);

/// <summary>What a scorer sees of a request.</summary>
/// <param name="DedicatedCpus">Dedicated CPUs wanted, isolated emulator threads included.</param>
/// <param name="FloatingVirtualCpus">Floating vCPUs wanted.</param>
/// <param name="MemoryMiB">Memory wanted, MiB.</param>
/// <param name="WantsHugePages">Whether huge pages are asked for, or preferred.</param>
/// <param name="VirtualFunctions">VFs wanted.</param>
public readonly record struct RequestLoad(
    int DedicatedCpus,
    int FloatingVirtualCpus,
    int MemoryMiB,
    bool WantsHugePages,
    int VirtualFunctions);
