namespace Vim.Domain.Epa.Metadata;

/// <summary>
/// What flavour and image ask together, as OpenStack weighs them: the flavour is the operator's word, the image the
/// supplier's. An image may ask what the flavour leaves open, or less; what contradicts the flavour is refused. Typed
/// fields are the flavour's word as well.
/// </summary>
internal sealed class ImagePrecedence(Wishes flavour, Wishes image, EpaParts typed, MetadataRefusals refusals)
{
    /// <summary>Both as one, without the image's part of what it was refused.</summary>
    public Wishes Combine()
    {
        var nodeCount = OnlyOne("numa_nodes", flavour.NumaNodeCount, image.NumaNodeCount);
        var limit = Limit();
        Refuse(
            image.PageSize is not null && !IsNarrowed,
            "mem_page_size",
            "is for flavours whose page size is any or large");
        var combined = new Wishes
        {
            CpuPolicy = CpuPolicyOf(),
            ThreadPolicy = ThreadPolicyOf(),
            EmulatorThreads = flavour.EmulatorThreads,
            DedicatedMask = flavour.DedicatedMask,
            RealTime = flavour.RealTime,
            // The image knows which of its vCPUs may be real-time.
            RealTimeMask = image.RealTimeMask ?? flavour.RealTimeMask,
            PageSize = IsNarrowed ? image.PageSize : flavour.PageSize,
            IsPageSizeNarrowed = IsNarrowed,
            NumaNodeCount = nodeCount,
            PciNumaPolicy = PciNumaPolicyOf(),
            Topology = TopologyOf(limit),
            TopologyLimit = limit,
        };
        CopyNodes(combined);
        combined.Devices.AddRange(flavour.Devices);
        combined.RequiredTraits.UnionWith(flavour.RequiredTraits);
        combined.RequiredTraits.UnionWith(image.RequiredTraits);
        combined.ForbiddenTraits.UnionWith(flavour.ForbiddenTraits);
        combined.ForbiddenTraits.UnionWith(image.ForbiddenTraits);
        foreach (var (name, amount) in flavour.Amounts)
        {
            combined.Amounts[name] = amount;
        }

        return combined;
    }

    /// <summary>A flavour may give more of its own CPUs than the image asks, never less.</summary>
    private CpuPolicy? CpuPolicyOf()
    {
        if ((flavour.CpuPolicy ?? typed.CpuPolicy) is not { } own)
        {
            return image.CpuPolicy;
        }

        Refuse(
            image.CpuPolicy is { } asked && GivenBy(asked) > GivenBy(own),
            "cpu_policy",
            "asks for more CPUs of its own than the flavour's CPU policy gives");
        return flavour.CpuPolicy;
    }

    private CpuThreadPolicy? ThreadPolicyOf()
    {
        var own = flavour.ThreadPolicy ?? typed.ThreadPolicy;
        Refuse(
            own is CpuThreadPolicy.Isolate or CpuThreadPolicy.Require
                && image.ThreadPolicy is { } asked
                && asked != own,
            "cpu_thread_policy",
            "contradicts the flavour's thread policy");
        return flavour.ThreadPolicy ?? (typed.ThreadPolicy is null ? image.ThreadPolicy : null);
    }

    private bool IsNarrowed => image.PageSize is not null
        && (flavour.PageSize ?? typed.PageSize)?.Kind is PageSizeKind.Any or PageSizeKind.Large;

    private PciNumaPolicy? PciNumaPolicyOf()
    {
        Refuse(
            (flavour.PciNumaPolicy ?? typed.PciNumaPolicy) is { } own
                && image.PciNumaPolicy is { } asked
                && own != asked,
            "pci_numa_affinity_policy",
            "contradicts the flavour's NUMA policy of PCI devices");
        return flavour.PciNumaPolicy ?? image.PciNumaPolicy;
    }

    private T? OnlyOne<T>(string name, T? own, T? asked)
        where T : struct
    {
        Refuse(own is not null && asked is not null, name, $"is given by the flavour's hw:{name} already");
        return own ?? asked;
    }

    /// <summary>Cells come from one side as a whole: of the flavour where it has any.</summary>
    private void CopyNodes(Wishes combined)
    {
        Refuse(
            flavour.NumaCpus.Count > 0 && image.NumaCpus.Count > 0,
            "numa_cpus.0",
            "is given by the flavour already");
        Refuse(
            flavour.NumaMemory.Count > 0 && image.NumaMemory.Count > 0,
            "numa_mem.0",
            "is given by the flavour already");
        foreach (var (node, cpus) in flavour.NumaCpus.Count > 0 ? flavour.NumaCpus : image.NumaCpus)
        {
            combined.NumaCpus[node] = cpus;
        }

        foreach (var (node, memory) in flavour.NumaMemory.Count > 0 ? flavour.NumaMemory : image.NumaMemory)
        {
            combined.NumaMemory[node] = memory;
        }
    }

    /// <summary>An image may lower a limit, never raise it.</summary>
    private TopologyWish Limit()
    {
        Refuse(
            image.TopologyLimit.Exceeds(flavour.TopologyLimit),
            "cpu_max_sockets",
            "and its like for cores and threads may not exceed the flavour's limits");
        return image.TopologyLimit.Or(flavour.TopologyLimit);
    }

    /// <summary>The image's preference stands in place of the flavour's as a whole.</summary>
    private TopologyWish TopologyOf(TopologyWish limit)
    {
        Refuse(
            image.Topology.Exceeds(limit),
            "cpu_sockets",
            "and its like for cores and threads may not exceed the limits of flavour and image");
        return image.Topology.IsGiven ? image.Topology : flavour.Topology;
    }

    private static int GivenBy(CpuPolicy policy) => policy switch
    {
        CpuPolicy.Dedicated => 2,
        CpuPolicy.Mixed => 1,
        _ => 0,
    };

    private void Refuse(bool broken, string name, string description)
    {
        if (broken)
        {
            refusals.Add($"hw_{name}", null, isImage: true, description);
        }
    }
}
