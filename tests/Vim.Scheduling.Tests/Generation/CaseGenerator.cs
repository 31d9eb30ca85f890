using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>
/// Makes small, varied hosts and requests from a seed: small enough for brute force, odd enough to hurt.
/// </summary>
internal sealed class CaseGenerator(int seed, CaseSize size)
{
    public static readonly ZoneId Zone = new("zone-1");
    private static readonly string[] Networks = ["physnet-a", "physnet-b"];
    private readonly Random _random = new(seed);

    public HostInventory Host(string id)
    {
        var threads = Pick(1, 2, 2, 2, 4);
        var nodeCount = Pick(size.NodeCounts);
        var cpus = new List<CpuThread>();
        var nodes = new List<NumaNode>();
        var socketOf = Sockets();
        for (var node = 0; node < nodeCount; node++)
        {
            var own = new List<int>();
            var cores = node > 0 && Chance(10) ? 0 : threads == 4 ? Pick(1, 2) : _random.Next(1, size.MaxCores + 1);
            for (var core = 0; core < cores; core++)
            {
                for (var thread = 0; thread < threads; thread++)
                {
                    own.Add(cpus.Count);
                    cpus.Add(new(cpus.Count, socketOf(node, core), 0, (node * 8) + core));
                }
            }

            nodes.Add(Node(node * Pick(1, 1, 2), own, nodes));
        }

        if (Chance(30))
        {
            Renumber(cpus, nodes);
        }

        if (Chance(60))
        {
            SetDistances(nodes);
        }

        var all = cpus.Select(cpu => cpu.Id).ToList();
        var reserved = Chance(40) ? CpuSet.Of(all[_random.Next(all.Count)]) : CpuSet.Empty;
        var shared = CpuSet.Of(all.Where(_ => Chance(35))).Except(reserved);
        return new()
        {
            Id = new(id),
            Zone = Zone,
            BootId = "boot-1",
            Rack = Pick("", "rack-1", "rack-1", "rack-2"),
            FaultDomain = Pick("", "feed-1", "feed-1", "feed-2"),
            Architecture = Chance(90) ? "x86_64" : "aarch64",
            Cpus = [.. cpus],
            NumaNodes = [.. nodes],
            ReservedCpus = reserved,
            SharedCpus = shared,
            SharedCpuRatio = Pick(1.0, 1.5, 4.0),
            SmallPageRatio = Pick(1.0, 1.0, 1.5),
            PhysicalFunctions = [.. Enumerable.Range(0, Pick(size.FunctionCounts)).Select(index => Function(index, nodes))],
            Devices = [.. Enumerable.Range(0, _random.Next(1, 6)).Select(index => Device(index, nodes))],
            LocalStorage = MemorySize.FromGiB(_random.Next(0, 60)),
            Traits = [.. new[] { "HW_A", "HW_B", "CUSTOM_C", ComputeRequirements.RealTimeTrait }.Where(_ => Chance(80))],
        };
    }

    public PlacementRequest Request(string compute, IReadOnlyList<HostId> hosts, IReadOnlyList<ComputeId> others)
    {
        var requirements = Requirements();
        return new()
        {
            Compute = new(compute),
            Requirements = requirements,
            OnlyHosts = Chance(4) ? [Pick([.. hosts])] : [],
            NotHosts = Chance(5) ? [Pick([.. hosts])] : [],
            InAggregates = Chance(7) ? [Pick("gold", "gold", "edge", "nowhere")] : [],
            NotInAggregates = Chance(5) ? [Pick("edge", "lab", "nowhere")] : [],
            Groups = Chance(size.GroupPercent) ? Groups() : [],
            Resources = others.Count > 0 && Chance(5)
                ? [new(Pick([.. others]), Pick(AffinityType.Affinity, AffinityType.AntiAffinity), Scope())]
                : [],
        };
    }

    /// <summary>Aggregates as an operator keeps them: any number, some of them of most hosts.</summary>
    public ImmutableSortedSet<string> Aggregates() =>
        [.. new[] { "gold", "gold", "edge", "lab" }.Where(_ => Chance(35))];

    private ImmutableArray<GroupMembership> Groups()
    {
        var first = Group(Pick("g1", "g2"));
        return size.MaxGroups > 1 && Chance(40) ? [first, Group("g3")] : [first];
    }

    private GroupMembership Group(string id)
    {
        var group = new GroupMembership(
            new(id), Pick(AffinityType.Affinity, AffinityType.AntiAffinity), Scope());
        return group with
        {
            IsSoft = Chance(20),
            MaxPerScope = group.Type == AffinityType.AntiAffinity && group.Scope != AffinityScope.Zone ? Pick(1, 1, 2) : 1,
        };
    }

    public ComputeRequirements Requirements()
    {
        while (true)
        {
            var made = TryRequirements();
            if (ComputeRequirementsRules.Check(made).Count == 0)
            {
                return made;
            }
        }
    }

    /// <summary>Filters of a policy; mostly none.</summary>
    public ImmutableArray<IHostFilter> Filters() => Chance(94) ? [] :
    [
        .. new[] { Filter(), Filter() }.Take(Pick(1, 1, 2)),
    ];

    public IHostFilter Filter() => Next(4) switch
    {
        0 => new MaxComputesFilter(Pick(1, 1, 2, 3)),
        1 => new ReserveTraitFilter(Pick("HW_A", "HW_B", "CUSTOM_C", "CUSTOM_X")),
        2 => new ReserveAggregateFilter(Pick("gold", "edge", "lab")),
        _ => new KeepFreeFilter(
            Chance(60) ? new(Chance(50) ? Pick(1, 2, 4) : Pick(10, 50, 100), IsPercent: false) : default,
            Chance(50) ? new(Chance(50) ? Pick(512, 1024, 3000) : 4096, IsPercent: false) : new(Pick(5, 25, 60), IsPercent: true),
            Chance(30) ? new(Pick(1, 20), IsPercent: true) : default),
    };

    public bool Chance(int percent) => _random.Next(100) < percent;

    public T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    public int Next(int below) => _random.Next(below);

    /// <summary>
    /// The socket of each core: one of all, one of each node, or of two; now and then nodes are on both.
    /// </summary>
    private Func<int, int, int> Sockets() => Next(10) switch
    {
        < 4 => (_, _) => 0,
        < 6 => (node, _) => node / 2,
        6 => (node, core) => (node + core) % 2,
        _ => (node, _) => node,
    };

    private AffinityScope Scope() =>
        _random.Next(100) is var part && part < size.SocketPercent ? AffinityScope.Socket
        : part < 60 ? AffinityScope.Host
        : Chance(75) ? Pick(AffinityScope.Rack, AffinityScope.FaultDomain)
        : AffinityScope.Zone;

    private NumaNode Node(int id, List<int> cpus, List<NumaNode> before)
    {
        var free = before.Count == 0 ? id : Math.Max(id, before.Max(node => node.Id) + 1);
        var memory = Chance(8) ? 0 : _random.Next(2, 14);
        var gigabytes = Chance(75) ? _random.Next(0, (memory * 2 / 3) + 1) : 0;
        var left = memory - gigabytes;
        var megabytes = Chance(70) ? _random.Next(0, (left * 2 / 3) + 1) * 512 : 0;
        var pools = new List<HugePagePool>();
        if (Chance(80))
        {
            pools.Add(new(PageSize.Huge1GiB, gigabytes, gigabytes > 0 && Chance(20) ? 1 : 0));
        }

        if (megabytes > 0)
        {
            pools.Add(new(PageSize.Huge2MiB, megabytes, Chance(20) ? 100 : 0));
        }

        return new()
        {
            Id = free,
            Cpus = CpuSet.Of(cpus),
            Memory = MemorySize.FromGiB(memory),
            ReservedMemory = Chance(30) ? MemorySize.FromMiB(256) : MemorySize.Zero,
            HugePages = [.. pools],
        };
    }

    /// <summary>Of few lengths, so that some are equal; now and then longer one way, and nodes out of order.</summary>
    private void SetDistances(List<NumaNode> nodes)
    {
        if (Chance(20))
        {
            nodes.Reverse();
        }

        var far = new int[nodes.Count, nodes.Count];
        for (var from = 0; from < nodes.Count; from++)
        {
            far[from, from] = 10;
            for (var to = 0; to < from; to++)
            {
                far[from, to] = Pick(11, 17, 21);
                far[to, from] = Chance(85) ? far[from, to] : Pick(11, 17, 21);
            }
        }

        for (var from = 0; from < nodes.Count; from++)
        {
            nodes[from] = nodes[from] with
            {
                Distances = [.. Enumerable.Range(0, nodes.Count).Select(to => far[from, to])],
            };
        }
    }

    /// <summary>Siblings far apart and nodes interleaved, as kernels number them.</summary>
    private void Renumber(List<CpuThread> cpus, List<NumaNode> nodes)
    {
        var numbers = Enumerable.Range(0, cpus.Count).OrderBy(_ => _random.Next()).Select(n => n * 3).ToArray();
        for (var index = 0; index < cpus.Count; index++)
        {
            cpus[index] = cpus[index] with { Id = numbers[index] };
        }

        for (var index = 0; index < nodes.Count; index++)
        {
            nodes[index] = nodes[index] with { Cpus = CpuSet.Of(nodes[index].Cpus.Select(cpu => numbers[cpu])) };
        }
    }

    private PhysicalFunction Function(int index, List<NumaNode> nodes) => new()
    {
        Address = new(0, (byte)(16 + index), 0, 0),
        Name = $"ens{index}",
        Nic = Chance(30) ? $"nic{index}" : Pick("", "nic0", "nic1"),
        Switch = Pick(null, "leaf-1", "leaf-1", "leaf-2"),
        NumaNode = Chance(85) ? Pick([.. nodes]).Id : null,
        PhysicalNetwork = Chance(93) ? Pick(Networks) : null,
        LinkSpeed = Bandwidth.FromGbps(10),
        ReservedBandwidth = Chance(30) ? Bandwidth.FromGbps(1) : Bandwidth.Zero,
        VirtualFunctions = [.. Enumerable.Range(1, Pick(0, 1, 2, 3, 4)).Select(vf =>
            new PciAddress(0, (byte)(16 + index), (byte)vf, 0))],
        CarriesVirtio = Chance(75),
        AllowsPassthrough = Chance(70),
        OffersVhostUser = Chance(60),
        OffersVdpa = Chance(60),
    };

    private PciDevice Device(int index, List<NumaNode> nodes) => new(
        new(0, 64, (byte)index, 0),
        0x8086,
        Pick<ushort>(0x0d5c, 0x37c8),
        Chance(85) ? Pick([.. nodes]).Id : null,
        Pick(null, "gpu", "crypto"))
    {
        // Two cards that no guest has whole, and the first device, which one may.
        Parent = index == 0 || Chance(50) ? null : new(0, Pick<byte>(80, 81, 64, 64), 0, 0),
    };

    private ComputeRequirements TryRequirements()
    {
        var policy = Pick(CpuPolicy.Shared, CpuPolicy.Dedicated, CpuPolicy.Dedicated, CpuPolicy.Mixed);
        var count = _random.Next(1, size.MaxVirtualCpus + 1);
        var nodes = Chance(60) ? [] : GuestNodes(Math.Min(count, Pick(size.GuestNodeCounts)), count);
        var memory = nodes.IsEmpty
            ? MemorySize.FromMiB(Pick(256, 512, 1024, 1024, 2048, 3072))
            : nodes.Aggregate(MemorySize.Zero, (sum, node) => sum + node.Memory);
        return new()
        {
            VirtualCpuCount = count,
            Memory = memory,
            LocalStorage = Chance(25) ? MemorySize.FromGiB(_random.Next(1, 15)) : MemorySize.Zero,
            Architecture = Chance(12) ? Pick("x86_64", "x86_64", "x86_64", "aarch64", "riscv64") : null,
            CpuPolicy = policy,
            DedicatedVirtualCpus = policy == CpuPolicy.Mixed
                ? CpuSet.Of(Enumerable.Range(0, count).Where(_ => Chance(50)))
                : CpuSet.Empty,
            ThreadPolicy = policy == CpuPolicy.Shared
                ? CpuThreadPolicy.Prefer
                : Pick(CpuThreadPolicy.Prefer, CpuThreadPolicy.Prefer, CpuThreadPolicy.Isolate, CpuThreadPolicy.Require),
            EmulatorThreads = policy == CpuPolicy.Shared
                ? EmulatorThreadPolicy.Default
                : Pick(EmulatorThreadPolicy.Default, EmulatorThreadPolicy.Default, EmulatorThreadPolicy.Share, EmulatorThreadPolicy.Isolate),
            GuestCpuTopology = Chance(25) ? Topology(count) : null,
            PageSize = Pick(
                PageSizeRequest.Small,
                PageSizeRequest.Small,
                PageSizeRequest.Large,
                PageSizeRequest.Any,
                PageSizeRequest.Of(PageSize.Huge1GiB),
                PageSizeRequest.Of(PageSize.Huge2MiB),
                PageSizeRequest.Of(PageSize.Small)),
            NumaNodes = nodes,
            Vnics = [.. Enumerable.Range(0, Pick(size.VnicCounts)).Select(index => Vnic(index, nodes.Length))],
            Devices = [.. Enumerable.Range(0, Pick(0, 0, 0, 0, 0, 0, 1, 2)).Select(_ => (Chance(50)
                ? new DeviceRequirement(Pick("gpu", "crypto"), null, null, Pick(1, 1, 2, 3))
                : new DeviceRequirement(null, 0x8086, Pick<ushort>(0x0d5c, 0x37c8), Pick(1, 1, 2, 3))) with
            {
                NumaPolicy = Chance(70) ? null : NumaPolicy(),
                Spread = Pick(DeviceSpread.Any, DeviceSpread.Together, DeviceSpread.Apart),
            })],
            PciNumaPolicy = NumaPolicy(),
            CpuPinningRules = policy != CpuPolicy.Shared && Chance(15) ? PinningRules(count) : [],
            RealTimeVirtualCpus = policy == CpuPolicy.Dedicated && count > 1 && Chance(10) ? CpuSet.Of(count - 1) : CpuSet.Empty,
            RequiredTraits = Chance(8) ? [Pick("HW_A", "HW_A", "HW_B", "CUSTOM_X")] : [],
            ForbiddenTraits = Chance(4) ? [Pick("HW_B", "CUSTOM_C")] : [],
        };
    }

    private GuestCpuTopology Topology(int count)
    {
        var threads = count % 4 == 0 && Chance(40) ? 4 : count % 3 == 0 && Chance(50) ? 3 : count % 2 == 0 ? 2 : 1;
        return new(count / threads, 1, threads);
    }

    /// <summary>For some vCPUs, in order; of a mixed guest those that are not dedicated make it unsound.</summary>
    private ImmutableArray<CpuPinningRule> PinningRules(int count) =>
        [.. Enumerable.Range(0, count).Where(_ => Chance(60)).Select(cpu => new CpuPinningRule(
            cpu,
            CpuSet.Of(Enumerable.Range(0, Pick(1, 2, 4, 8)).Select(_ => _random.Next(14)))))];

    private ImmutableArray<GuestNumaNode> GuestNodes(int nodes, int vcpus)
    {
        var owners = Enumerable.Range(0, vcpus).Select(vcpu => vcpu < nodes ? vcpu : _random.Next(nodes)).ToArray();
        return [.. Enumerable.Range(0, nodes).Select(node => new GuestNumaNode(
            node,
            CpuSet.Of(Enumerable.Range(0, vcpus).Where(vcpu => owners[vcpu] == node)),
            MemorySize.FromMiB(Pick(256, 512, 1024, 1024, 1536))))];
    }

    private VnicRequirement Vnic(int index, int nodes)
    {
        var guaranteed = Bandwidth.FromGbps(Pick(0, 0, 0, 1, 2, 4, 6, 9));
        return new()
        {
            Name = $"eth{index}",
            Kind = Pick(
                VnicKind.Virtio, VnicKind.SriovVf, VnicKind.SriovVf, VnicKind.PfPassthrough, VnicKind.Macvtap,
                VnicKind.VhostUser, VnicKind.Vdpa),
            PhysicalNetwork = Chance(50) ? Chance(4) ? "physnet-x" : Pick(Networks) : null,
            GuaranteedIngress = guaranteed,
            GuaranteedEgress = Chance(70) ? guaranteed : Bandwidth.FromGbps(Pick(0, 2, 6)),
            PeakIngress = Chance(20) ? Bandwidth.FromGbps(10) : null,
            NumaPolicy = Chance(35) ? NumaPolicy() : null,
            GuestNumaNode = nodes > 0 && Chance(20) ? _random.Next(nodes) : null,
            DistinctPfGroup = Chance(20) ? "red" : null,
            DistinctNicGroup = Chance(15) ? "green" : null,
            DistinctSwitchGroup = Chance(15) ? "blue" : null,
        };
    }

    private PciNumaPolicy NumaPolicy() =>
        Pick(PciNumaPolicy.Legacy, PciNumaPolicy.Preferred, PciNumaPolicy.Preferred, PciNumaPolicy.Required, PciNumaPolicy.Socket);
}
