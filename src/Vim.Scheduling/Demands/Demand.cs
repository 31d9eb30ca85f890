using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Demands;

/// <summary>
/// What a request asks of any host, in the form that fits read: sums and needs by guest node as numbers, names as
/// numbers of one ledger. Requests for the same flavour have the same one (<see cref="DemandCache"/>), so it holds
/// nothing that is one compute's own. Immutable once complete.
/// </summary>
internal sealed class Demand
{
    /// <summary>Ids of the guest nodes.</summary>
    public required int[] GuestNodeIds { get; init; }

    /// <summary>vCPUs with a host CPU of their own, by guest node.</summary>
    public required int[][] Pinned { get; init; }

    /// <summary>
    /// Host CPUs of which each vCPU of <see cref="Pinned"/> must have one, by guest node; the empty set where any will
    /// do, and nothing for a guest node without rules.
    /// </summary>
    public required CpuSet[][] Rules { get; init; }

    /// <summary>
    /// Places in <see cref="Pinned"/> of what should be on siblings, by guest node and guest core, the largest first;
    /// isolated emulator threads, which come after the vCPUs, are one by themselves. Nothing where guest cores have one
    /// thread.
    /// </summary>
    public required int[][][] GuestCores { get; init; }

    /// <summary>vCPUs with a host CPU of their own, in all.</summary>
    public required int PinCount { get; init; }

    /// <summary>Dedicated CPUs by guest node: pinned vCPUs, and isolated emulator threads on node 0.</summary>
    public required int[] Cpus { get; init; }

    /// <summary>Floating vCPUs by guest node.</summary>
    public required int[] Floating { get; init; }

    /// <summary>Memory by guest node, bytes.</summary>
    public required long[] Memory { get; init; }

    /// <summary>Floating vCPUs in all.</summary>
    public required int TotalFloating { get; init; }

    /// <summary>Bytes of small pages of a guest without a topology.</summary>
    public required long FloatingMemory { get; init; }

    public required CpuThreadPolicy ThreadPolicy { get; init; }

    public required PageSizeRequest PageSize { get; init; }

    /// <summary>Bytes of the host's local storage.</summary>
    public required long LocalStorage { get; init; }

    public required bool IsolatesEmulator { get; init; }

    public required bool SharesEmulator { get; init; }

    public required FunctionDemand[] Functions { get; init; }

    public required DeviceDemand[] Devices { get; init; }

    public required int Architecture { get; init; }

    public required int[] RequiredTraits { get; init; }

    public required int[] ForbiddenTraits { get; init; }

    /// <summary>Functions and devices for which local is preferred.</summary>
    public required int PreferenceCount { get; init; }

    /// <summary>What a scorer sees of it.</summary>
    public RequestLoad Load { get; private set; }

    /// <summary>A host with what it takes of each NUMA node, at least, and nothing else; by guest node.</summary>
    public ImmutableArray<NodeOutcome> Exact { get; private set; }

    /// <summary>What a host's row must have at least.</summary>
    public Vector512<int> Least { get; private set; }

    /// <summary>Tells demands of one placer apart.</summary>
    public required int Number { get; init; }

    /// <summary>How many names the ledger knew when this was made (<see cref="DemandCache"/>).</summary>
    public required int NamesKnown { get; init; }

    public int NodeCount => Cpus.Length;

    /// <summary>Whether the memory of the guest nodes is small pages and nothing else.</summary>
    public bool SmallOnly => PageSize.Kind == PageSizeKind.Small
        || (PageSize.Kind == PageSizeKind.Exact && PageSize.Exact == Domain.Units.PageSize.Small);

    /// <summary>
    /// Whether it matters to any guest node which CPUs it has, beyond their number and thread policy.
    /// </summary>
    public bool BindsCpus { get; private set; }

    /// <summary>Whether guest cores must be on siblings, not just where there are some.</summary>
    public bool RequiresSiblings(int guest) =>
        ThreadPolicy == CpuThreadPolicy.Require && GuestCores[guest].Length > 0;

    /// <summary>Fills in what follows from the rest.</summary>
    public Demand Complete()
    {
        Least = DemandBounds.LeastOf(this);
        Load = DemandBounds.LoadOf(this);
        Exact = DemandBounds.ExactOf(this);
        BindsCpus = Enumerable.Range(0, NodeCount).Any(guest => Rules[guest].Length > 0 || RequiresSiblings(guest));
        return this;
    }

    /// <summary>Whole small pages that hold so much, in bytes.</summary>
    public static long SmallBytes(long bytes) =>
        new MemorySize(bytes).PagesOf(Domain.Units.PageSize.Small) * Domain.Units.PageSize.Small.Bytes;

    /// <summary>Whole cores only: those of isolate, with siblings or not; those of require, with siblings.</summary>
    public bool FitsCpus(in NodeFree free, int count) => count == 0 || count <= ThreadPolicy switch
    {
        CpuThreadPolicy.Isolate => free.WholeCores,
        CpuThreadPolicy.Require => free.WholeThreads,
        _ => free.Cpus,
    };
}
