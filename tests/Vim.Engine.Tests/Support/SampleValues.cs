using System.Collections.Immutable;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Images;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Domain.Subscriptions;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Engine.Tests.Support;

/// <summary>
/// What the samples of events are made of, with something in every field. Never changed: golden files hang on it.
/// </summary>
internal static class SampleValues
{
    public static readonly DateTimeOffset At =
        new DateTimeOffset(2026, 11, 20, 10, 30, 0, TimeSpan.Zero).AddTicks(1234567);

    public static readonly RequestDigest Digest = new(0x0123456789abcdef, 0xfedcba9876543210);
    public static readonly ImmutableArray<MetadataEntry> Metadata = [new("vnf", "router"), new("empty", "")];
    public static readonly Guid Incarnation = new("0193455c-1111-7222-8333-944455556666");

    public static ComputeRequirements Requirements => new()
    {
        VirtualCpuCount = 4,
        Memory = MemorySize.FromGiB(4),
        LocalStorage = MemorySize.FromGiB(20),
        Architecture = "x86_64",
        CpuPolicy = CpuPolicy.Mixed,
        DedicatedVirtualCpus = CpuSet.Of(0, 1, 2),
        ThreadPolicy = CpuThreadPolicy.Require,
        EmulatorThreads = EmulatorThreadPolicy.Isolate,
        PageSize = PageSizeRequest.Of(PageSize.Huge1GiB),
        NumaNodes =
        [
            new(0, CpuSet.Range(0, 2), MemorySize.FromGiB(1)),
            new(1, CpuSet.Range(2, 2), MemorySize.FromGiB(3)),
        ],
        Vnics =
        [
            new()
            {
                Name = "eth0",
                Kind = VnicKind.SriovVf,
                VirtualLink = new VirtualLinkId("l1"),
                Port = new PortId("p1"),
                PhysicalNetwork = "physnet1",
                GuaranteedIngress = Bandwidth.FromGbps(1),
                GuaranteedEgress = Bandwidth.FromGbps(2),
                PeakIngress = Bandwidth.FromGbps(3),
                PeakEgress = Bandwidth.FromGbps(4),
                NumaPolicy = PciNumaPolicy.Required,
                GuestNumaNode = 1,
                DistinctPfGroup = "a",
                MacAddress = "52:54:00:12:34:56",
            },
        ],
        Devices = [new("qat", null, null, 2), new(null, 0x8086, 0x1572, 1)],
        PciNumaPolicy = PciNumaPolicy.Preferred,
        GuestCpuTopology = new(1, 2, 2),
        RealTimeVirtualCpus = CpuSet.Of(2),
        RequiredTraits = ["HW_CPU_X86_AVX512F"],
        ForbiddenTraits = ["CUSTOM_OLD"],
    };

    public static HostPlacement Placement => new()
    {
        Host = new("h1"),
        Nodes = [new(0, 1, PageSize.Huge1GiB, 4, 1)],
        Pins = [new(0, 10), new(1, 11)],
        FloatingVirtualCpuCount = 1,
        FloatingCpus = CpuSet.Of(9),
        EmulatorCpus = CpuSet.Of(12),
        EmulatorIsolated = true,
        IdleSiblings = CpuSet.Of(13),
        FloatingMemory = MemorySize.FromMiB(512),
        LocalStorage = MemorySize.FromGiB(20),
        Vnics =
        [
            new()
            {
                Name = "eth0",
                Kind = VnicKind.SriovVf,
                PhysicalFunction = new PciAddress(0, 0x3b, 0, 0),
                VirtualFunction = new PciAddress(0, 0x3b, 1, 2),
                GuaranteedIngress = Bandwidth.FromGbps(1),
                GuaranteedEgress = Bandwidth.FromGbps(2),
                PeakIngress = Bandwidth.FromGbps(3),
                PeakEgress = Bandwidth.FromGbps(4),
            },
        ],
        Devices = [new PciAddress(0, 0x5e, 0, 0)],
    };

    public static ComputeRequested Requested => new()
    {
        Incarnation = 2,
        Zone = new("z1"),
        ResourceGroup = new("t1"),
        Principal = "nfvo",
        Name = "vnf",
        Flavour = new FlavourId("f1"),
        Image = new ImageId("i1"),
        UserData = "#cloud-config",
        Metadata = Metadata,
        Request = new()
        {
            Compute = new("c1"),
            Requirements = Requirements,
            Groups = [new(new("g1"), AffinityType.AntiAffinity, AffinityScope.Host)],
            OnlyHosts = [new("h1")],
            NotHosts = [new("h2")],
            Resources = [new(new("c2"), AffinityType.Affinity, AffinityScope.Zone)],
        },
        Digest = Digest,
        At = At,
    };

    public static ComputeState Restored => ComputeEvolution.Evolve(ComputeState.None(new("c1")), Requested) with
    {
        Name = "renamed",
        Phase = ComputePhase.Starting,
        Placement = Placement,
        HoldsClaim = true,
        GuestMayExist = true,
        Pending = new(3, GuestOperation.Reboot, ComputePhase.Running, MakesGuest: true),
        LastOperation = 3,
        OperationKeys = [new(Digest, GuestOperation.Reboot, 3)],
        Failure = new("vim.host.refused", "no"),
        OrderedAt = At.AddTicks(1),
        StartedAt = At.AddTicks(2),
        EndedAt = At.AddTicks(3),
    };

    public static ImageDescription Image => new()
    {
        Name = "debian",
        Provider = "us",
        Version = "12",
        Checksum = "sha256:00",
        ContainerFormat = "bare",
        DiskFormat = "raw",
        MinDisk = MemorySize.FromGiB(2),
        MinMemory = MemorySize.FromGiB(1),
        Size = MemorySize.FromMiB(300),
        Source = "https://images.example/debian",
        IsPublic = true,
        Metadata = Metadata,
    };

    public static ChangeFilter Filter => new()
    {
        Kinds = [ResourceKind.Compute, ResourceKind.AffinityGroup],
        Types = [ChangeType.Deleted],
        ResourceIds = ["c1"],
        Zones = [new("z1")],
    };
}
