using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Keeps a part of each host free: a request is not placed where less than this would be left of what it takes.
/// CPUs are held apart by kind, dedicated CPUs and floating vCPUs (the ratio counted in); memory is that of the pages
/// that the request takes, of both kinds together where it takes either. What a request takes nothing of may be used
/// up.
/// </summary>
/// <param name="Cpus">CPUs.</param>
/// <param name="Memory">Memory, MiB.</param>
/// <param name="VirtualFunctions">VFs.</param>
public sealed record KeepFreeFilter(KeptAmount Cpus, KeptAmount Memory, KeptAmount VirtualFunctions) : IHostFilter
{
    /// <inheritdoc />
    public bool Allows(in FilteredHost host, in FilteredRequest request)
    {
        var (free, all) = (host.Load.Free, host.Load.Capacity);
        var memory = MemoryOf(free, request.Pages);
        return Cpus.IsLeft(free.DedicatedCpus, request.DedicatedCpus, all.DedicatedCpus)
            && Cpus.IsLeft(free.FloatingVirtualCpus, request.FloatingVirtualCpus, all.FloatingVirtualCpus)
            && Memory.IsLeft(memory, request.MemoryMiB, MemoryOf(all, request.Pages))
            && VirtualFunctions.IsLeft(free.VirtualFunctions, request.VirtualFunctions, all.VirtualFunctions);
    }

    /// <inheritdoc />
    public HostAmounts LeastLeft(in FilteredRequest request) =>
        new(Cpus.Least, Cpus.Least, Memory.Least, Memory.Least, VirtualFunctions.Least);

    /// <inheritdoc />
    public override string ToString()
    {
        var parts = new List<string>();
        Tell(parts, "cpus", Cpus, Cpus.ToString());
        Tell(parts, "memory", Memory, Memory.ToMemoryString());
        Tell(parts, "vfs", VirtualFunctions, VirtualFunctions.ToString());
        return $"keep-free({string.Join(", ", parts)})";
    }

    private static long MemoryOf(in HostAmounts amounts, PageKind pages) =>
        (pages == PageKind.Huge ? 0L : amounts.SmallPageMiB) + (pages == PageKind.Small ? 0L : amounts.HugePageMiB);

    private static void Tell(List<string> parts, string name, KeptAmount kept, string text)
    {
        if (kept.Amount > 0)
        {
            parts.Add($"{name}={text}");
        }
    }
}
