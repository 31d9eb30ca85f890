using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps CPUs and memory of a host in step, so that neither is left over without the other: by the difference between
/// the free shares of both after the placement, the smallest first; of equals the fullest host.
/// </summary>
internal sealed record BalanceScorer : IHostScorer
{
    private const int One = 1 << 20;

    public long Score(in HostLoad host, in RequestLoad request)
    {
        var (free, all, wanted) = (host.Free, host.Capacity, request.Wanted);
        var cpus = request.Kind.WantsDedicatedCpus
            ? Share(free.DedicatedCpus - wanted.DedicatedCpus, all.DedicatedCpus)
            : Share(free.FloatingVirtualCpus - wanted.FloatingVirtualCpus, all.FloatingVirtualCpus);
        var memory = request.Kind.WantsHugePages
            ? Share(free.HugePageMiB - wanted.HugePageMiB, all.HugePageMiB)
            : Share(free.SmallPageMiB - wanted.SmallPageMiB, all.SmallPageMiB);
        return (Math.Abs(cpus - memory) << 24) + cpus;
    }

    /// <inheritdoc />
    public override string ToString() => "even";

    private static long Share(int free, int all) => all <= 0 ? 0 : Math.Max(0, (long)free * One / all);
}
