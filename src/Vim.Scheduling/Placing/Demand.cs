using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>A vNIC that needs a physical function.</summary>
internal readonly record struct FunctionDemand(
    int Vnic,
    VnicKind Kind,
    int Network,
    long Ingress,
    long Egress,
    Nearness Nearness,
    int GuestNode,
    int Label)
{
    /// <summary>Whether an assignment that serves one serves the other in its place.</summary>
    public bool Like(in FunctionDemand other) => this with { Vnic = 0 } == other with { Vnic = 0 };
}

/// <summary>A demand for devices of one kind.</summary>
internal readonly record struct DeviceDemand(int Vendor, int Device, int Alias, int Count, Nearness Nearness)
{
    public bool Takes(in DeviceKind kind) =>
        Alias != NameTable.None ? kind.Alias == Alias : kind.Vendor == Vendor && kind.Device == Device;
}

/// <summary>
/// A request in the form that fits read: sums and per-node needs as numbers, names as numbers of one ledger. Made
/// once a request.
/// </summary>
internal sealed class Demand
{
    private Demand(PlacementRequest request) => Request = request;

    public PlacementRequest Request { get; }

    public ComputeRequirements Requirements => Request.Requirements;

    public required ImmutableArray<GuestNumaNode> Nodes { get; init; }

    /// <summary>vCPUs with a host CPU of their own.</summary>
    public required CpuSet PinnedVcpus { get; init; }

    /// <summary>Pinned vCPUs by guest node.</summary>
    public required int[] Pinned { get; init; }

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

    public required FunctionDemand[] Functions { get; init; }

    public required DeviceDemand[] Devices { get; init; }

    public required int Architecture { get; init; }

    public required int[] RequiredTraits { get; init; }

    public required int[] ForbiddenTraits { get; init; }

    public int NodeCount => Nodes.Length;

    public int TotalCpus => Cpus.Sum();

    public CpuThreadPolicy ThreadPolicy => Requirements.ThreadPolicy;

    public bool IsolatesEmulator => Requirements.EmulatorThreads == EmulatorThreadPolicy.Isolate && NodeCount > 0;

    public bool SharesEmulator => Requirements.EmulatorThreads == EmulatorThreadPolicy.Share;

    /// <summary>Whether the memory of the guest nodes is small pages and nothing else.</summary>
    public bool SmallOnly => Requirements.PageSize.Kind == PageSizeKind.Small
        || (Requirements.PageSize.Kind == PageSizeKind.Exact && Requirements.PageSize.Exact == PageSize.Small);

    public bool HasPreference => Functions.Any(function => function.Nearness == Nearness.Preferred)
        || Devices.Any(device => device.Nearness == Nearness.Preferred);

    public int PreferenceCount => Functions.Count(function => function.Nearness == Nearness.Preferred)
        + Devices.Sum(device => device.Nearness == Nearness.Preferred ? device.Count : 0);

    public static Demand Of(ZoneLedger ledger, PlacementRequest request)
    {
        var wanted = request.Requirements;
        var nodes = wanted.EffectiveNumaNodes;
        var pinnedVcpus = wanted.PinnedVirtualCpus;
        var pinned = nodes.Select(node => node.VirtualCpus.Intersect(pinnedVcpus).Count).ToArray();
        var cpus = pinned.ToArray();
        if (wanted.EmulatorThreads == EmulatorThreadPolicy.Isolate && cpus.Length > 0)
        {
            cpus[0]++;
        }

        return new(request)
        {
            Nodes = nodes,
            PinnedVcpus = pinnedVcpus,
            Pinned = pinned,
            Cpus = cpus,
            Floating = [.. nodes.Select((node, index) => node.VirtualCpus.Count - pinned[index])],
            Memory = [.. nodes.Select(node => node.Memory.Bytes)],
            TotalFloating = wanted.VirtualCpuCount - pinnedVcpus.Count,
            FloatingMemory = nodes.IsEmpty ? SmallBytes(wanted.Memory.Bytes) : 0,
            Functions = FunctionsOf(ledger, wanted),
            Devices = [.. wanted.Devices.Select(device => new DeviceDemand(
                device.VendorId ?? -1,
                device.DeviceId ?? -1,
                ledger.Names.Find(device.Alias),
                device.Count,
                NearnessOf(device.NumaPolicy ?? wanted.PciNumaPolicy)))],
            Architecture = ledger.Names.Find(wanted.Architecture),
            RequiredTraits = [.. wanted.RequiredTraits.Select(ledger.Traits.Find)],
            ForbiddenTraits = [.. wanted.ForbiddenTraits.Select(ledger.Traits.Find)],
        };
    }

    /// <summary>The request cut down to some guest nodes, without functions and devices.</summary>
    /// <param name="guests">Guest nodes, as bits.</param>
    public Demand Part(int guests)
    {
        int[] kept = [.. Enumerable.Range(0, NodeCount).Where(guest => (guests >> guest & 1) != 0)];
        return new(Request)
        {
            Nodes = [.. kept.Select(guest => Nodes[guest])],
            PinnedVcpus = PinnedVcpus,
            Pinned = [.. kept.Select(guest => Pinned[guest])],
            Cpus = [.. kept.Select(guest => Cpus[guest])],
            Floating = [.. kept.Select(guest => Floating[guest])],
            Memory = [.. kept.Select(guest => Memory[guest])],
            TotalFloating = kept.Sum(guest => Floating[guest]),
            FloatingMemory = 0,
            Functions = [],
            Devices = [],
            Architecture = Architecture,
            RequiredTraits = RequiredTraits,
            ForbiddenTraits = ForbiddenTraits,
        };
    }

    /// <summary>Whole small pages that hold so much, in bytes.</summary>
    public static long SmallBytes(long bytes) => new MemorySize(bytes).PagesOf(PageSize.Small) * PageSize.Small.Bytes;

    /// <summary>Whole cores only: those of isolate, with siblings or not; those of require, with siblings.</summary>
    public bool FitsCpus(in NodeFree free, int count) => count == 0 || count <= ThreadPolicy switch
    {
        CpuThreadPolicy.Isolate => free.WholeCores,
        CpuThreadPolicy.Require => free.WholeThreads,
        _ => free.Cpus,
    };

    /// <summary>
    /// virtio takes no function for itself, so the compute's policy for PCI devices is not meant for it; a wish of
    /// its own (policy, guest node) is.
    /// </summary>
    private static Nearness NearnessOf(VnicRequirement vnic, ComputeRequirements wanted) =>
        vnic.GuestNumaNode is not null ? Nearness.Tied
        : vnic.NumaPolicy is { } own ? NearnessOf(own)
        : vnic.TakesFunction ? NearnessOf(wanted.PciNumaPolicy)
        : Nearness.Anywhere;

    private static Nearness NearnessOf(PciNumaPolicy policy) => policy switch
    {
        PciNumaPolicy.Preferred => Nearness.Preferred,
        PciNumaPolicy.Required => Nearness.Required,
        PciNumaPolicy.Socket => Nearness.Socket,
        _ => Nearness.Legacy,
    };

    /// <summary>
    /// Hardest first: whole functions, then by network and rate, so that like demands are neighbours.
    /// </summary>
    private static FunctionDemand[] FunctionsOf(ZoneLedger ledger, ComputeRequirements wanted)
    {
        var labels = new NameTable();
        var found = new List<FunctionDemand>();
        for (var index = 0; index < wanted.Vnics.Length; index++)
        {
            var vnic = wanted.Vnics[index];
            var needed = vnic.TakesFunction
                || vnic.HasGuarantee
                || vnic.PhysicalNetwork is not null
                || vnic.NumaPolicy is not null
                || vnic.GuestNumaNode is not null
                || vnic.DistinctPfGroup is not null;
            if (needed)
            {
                found.Add(new(
                    index,
                    vnic.Kind,
                    vnic.PhysicalNetwork is null ? NameTable.None : ledger.Names.Find(vnic.PhysicalNetwork),
                    vnic.GuaranteedIngress.BitsPerSecond,
                    vnic.GuaranteedEgress.BitsPerSecond,
                    NearnessOf(vnic, wanted),
                    vnic.GuestNumaNode ?? -1,
                    labels.Intern(vnic.DistinctPfGroup)));
            }
        }

        return [.. found
            .OrderByDescending(item => item.Kind == VnicKind.PfPassthrough)
            .ThenBy(item => wanted.Vnics[item.Vnic].PhysicalNetwork is null)
            .ThenBy(item => wanted.Vnics[item.Vnic].PhysicalNetwork, StringComparer.Ordinal)
            .ThenByDescending(item => Math.Max(item.Ingress, item.Egress))
            .ThenBy(item => item.Ingress)
            .ThenBy(item => item.Kind)
            .ThenBy(item => item.Nearness)
            .ThenBy(item => item.GuestNode)
            .ThenBy(item => item.Label)
            .ThenBy(item => item.Vnic)];
    }
}
