using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Imagining;

/// <summary>What would be other of what a flavour asks; null stays as it is.</summary>
public sealed record FlavourChange
{
    /// <summary>A node that the rules refuse, where what is asked for cannot be shared out evenly.</summary>
    private static readonly GuestNumaNode Unfit = new(0, CpuSet.Empty, MemorySize.Zero);

    /// <summary>vCPUs.</summary>
    public int? VirtualCpuCount { get; init; }

    /// <summary>Memory.</summary>
    public MemorySize? Memory { get; init; }

    /// <summary>All vCPUs dedicated, or none of them.</summary>
    public CpuPolicy? CpuPolicy { get; init; }

    /// <summary>Of dedicated vCPUs.</summary>
    public CpuThreadPolicy? ThreadPolicy { get; init; }

    /// <summary>Pages.</summary>
    public PageSizeRequest? PageSize { get; init; }

    /// <summary>Even guest NUMA nodes; null: as many as before.</summary>
    public int? NumaNodeCount { get; init; }

    /// <summary>
    /// What would be asked. What goes with vCPUs that are no more (a guest topology, marks of single vCPUs) goes with
    /// them. It may break <see cref="ComputeRequirementsRules"/>.
    /// </summary>
    public ComputeRequirements ApplyTo(ComputeRequirements wanted)
    {
        var cpus = VirtualCpuCount ?? wanted.VirtualCpuCount;
        var policy = CpuPolicy ?? wanted.CpuPolicy;
        var isShared = policy == Domain.Epa.CpuPolicy.Shared;
        var kept = CpuSet.Range(0, Math.Clamp(cpus, 0, ComputeRequirementsRules.MaxVirtualCpus));
        var changed = wanted with
        {
            VirtualCpuCount = cpus,
            Memory = Memory ?? wanted.Memory,
            CpuPolicy = policy,
            DedicatedVirtualCpus = policy == Domain.Epa.CpuPolicy.Mixed
                ? wanted.DedicatedVirtualCpus.Intersect(kept)
                : CpuSet.Empty,
            RealTimeVirtualCpus = isShared ? CpuSet.Empty : wanted.RealTimeVirtualCpus.Intersect(kept),
            ThreadPolicy = isShared ? CpuThreadPolicy.Prefer : ThreadPolicy ?? wanted.ThreadPolicy,
            EmulatorThreads = isShared ? EmulatorThreadPolicy.Default : wanted.EmulatorThreads,
            PageSize = PageSize ?? wanted.PageSize,
            GuestCpuTopology = cpus == wanted.VirtualCpuCount ? wanted.GuestCpuTopology : null,
        };
        return WithNodes(changed, wanted);
    }

    /// <summary>Guest NUMA nodes are even ones, unless nothing that they share out has changed.</summary>
    private ComputeRequirements WithNodes(ComputeRequirements changed, ComputeRequirements wanted)
    {
        var count = NumaNodeCount ?? wanted.NumaNodes.Length;
        var isSame = count == wanted.NumaNodes.Length
            && changed.VirtualCpuCount == wanted.VirtualCpuCount
            && changed.Memory == wanted.Memory;

        // So many vCPUs are refused whatever the nodes.
        var isRefused = changed.VirtualCpuCount is < 1 or > ComputeRequirementsRules.MaxVirtualCpus;
        if (isSame || isRefused || (NumaNodeCount is null && count == 0))
        {
            return changed;
        }

        var split = count is >= 1 and <= ComputeRequirements.MaxNumaNodes ? EvenNodes.Split(changed, count) : null;
        return split ?? changed with { NumaNodes = [Unfit] };
    }
}
