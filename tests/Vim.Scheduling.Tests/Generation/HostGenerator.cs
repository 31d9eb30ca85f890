using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>Makes small hosts of every shape: threads, nodes, sockets, distances, pages, functions, devices.</summary>
internal sealed class HostGenerator(Dice dice, CaseSize size)
{
    public HostInventory Make(string id)
    {
        var threads = dice.Pick(1, 2, 2, 2, 4);
        var nodeCount = dice.Pick(size.NodeCounts);
        var cpus = new List<CpuThread>();
        var nodes = new List<NumaNode>();
        var socketOf = Sockets();
        for (var node = 0; node < nodeCount; node++)
        {
            var own = new List<int>();
            var cores = node > 0 && dice.Chance(10) ? 0
                : threads == 4 ? dice.Pick(1, 2)
                : dice.Next(1, size.MaxCores + 1);
            for (var core = 0; core < cores; core++)
            {
                for (var thread = 0; thread < threads; thread++)
                {
                    own.Add(cpus.Count);
                    cpus.Add(new(cpus.Count, socketOf(node, core), 0, (node * 8) + core));
                }
            }

            nodes.Add(Node(node * dice.Pick(1, 1, 2), own, nodes));
        }

        if (dice.Chance(30))
        {
            Renumber(cpus, nodes);
        }

        if (dice.Chance(60))
        {
            SetDistances(nodes);
        }

        var all = cpus.Select(cpu => cpu.Id).ToList();
        var reserved = dice.Chance(40) ? CpuSet.Of(all[dice.Next(all.Count)]) : CpuSet.Empty;
        var shared = CpuSet.Of(all.Where(_ => dice.Chance(35))).Except(reserved);
        return new()
        {
            Id = new(id),
            Zone = CaseGenerator.Zone,
            BootId = "boot-1",
            Rack = dice.Pick("", "rack-1", "rack-1", "rack-2"),
            FaultDomain = dice.Pick("", "feed-1", "feed-1", "feed-2"),
            Architecture = dice.Chance(90) ? "x86_64" : "aarch64",
            Cpus = [.. cpus],
            NumaNodes = [.. nodes],
            ReservedCpus = reserved,
            SharedCpus = shared,
            SharedCpuRatio = dice.Pick(1.0, 1.5, 4.0),
            SmallPageRatio = dice.Pick(1.0, 1.0, 1.5),
            PhysicalFunctions =
            [
                .. Enumerable.Range(0, dice.Pick(size.FunctionCounts)).Select(index => Function(index, nodes)),
            ],
            Devices = [.. Enumerable.Range(0, dice.Next(1, 6)).Select(index => Device(index, nodes))],
            LocalStorage = MemorySize.FromGiB(dice.Next(0, 60)),
            Traits =
            [
                .. new[] { "HW_A", "HW_B", "CUSTOM_C", ComputeRequirements.RealTimeTrait }.Where(_ => dice.Chance(80)),
            ],
        };
    }

    /// <summary>
    /// The socket of each core: one of all, one of each node, or of two; now and then nodes are on both.
    /// </summary>
    private Func<int, int, int> Sockets() => dice.Next(10) switch
    {
        < 4 => (_, _) => 0,
        < 6 => (node, _) => node / 2,
        6 => (node, core) => (node + core) % 2,
        _ => (node, _) => node,
    };

    private NumaNode Node(int id, List<int> cpus, List<NumaNode> before)
    {
        var free = before.Count == 0 ? id : Math.Max(id, before.Max(node => node.Id) + 1);
        var memory = dice.Chance(8) ? 0 : dice.Next(2, 14);
        var gigabytes = dice.Chance(75) ? dice.Next(0, (memory * 2 / 3) + 1) : 0;
        var left = memory - gigabytes;
        var megabytes = dice.Chance(70) ? dice.Next(0, (left * 2 / 3) + 1) * 512 : 0;
        var pools = new List<HugePagePool>();
        if (dice.Chance(80))
        {
            pools.Add(new(PageSize.Huge1GiB, gigabytes, gigabytes > 0 && dice.Chance(20) ? 1 : 0));
        }

        if (megabytes > 0)
        {
            pools.Add(new(PageSize.Huge2MiB, megabytes, dice.Chance(20) ? 100 : 0));
        }

        return new()
        {
            Id = free,
            Cpus = CpuSet.Of(cpus),
            Memory = MemorySize.FromGiB(memory),
            ReservedMemory = dice.Chance(30) ? MemorySize.FromMiB(256) : MemorySize.Zero,
            HugePages = [.. pools],
        };
    }

    /// <summary>Of few lengths, so that some are equal; now and then longer one way, and nodes out of order.</summary>
    private void SetDistances(List<NumaNode> nodes)
    {
        if (dice.Chance(20))
        {
            nodes.Reverse();
        }

        var far = new int[nodes.Count, nodes.Count];
        for (var from = 0; from < nodes.Count; from++)
        {
            far[from, from] = 10;
            for (var to = 0; to < from; to++)
            {
                far[from, to] = dice.Pick(11, 17, 21);
                far[to, from] = dice.Chance(85) ? far[from, to] : dice.Pick(11, 17, 21);
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
        var numbers = dice.Shuffled(cpus.Count).Select(number => number * 3).ToArray();
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
        Nic = dice.Chance(30) ? $"nic{index}" : dice.Pick("", "nic0", "nic1"),
        Switch = dice.Pick(null, "leaf-1", "leaf-1", "leaf-2"),
        NumaNode = dice.Chance(85) ? dice.Pick([.. nodes]).Id : null,
        PhysicalNetwork = dice.Chance(93) ? dice.Pick(CaseGenerator.Networks) : null,
        LinkSpeed = Bandwidth.FromGbps(10),
        ReservedBandwidth = dice.Chance(30) ? Bandwidth.FromGbps(1) : Bandwidth.Zero,
        VirtualFunctions = [.. Enumerable.Range(1, dice.Pick(0, 1, 2, 3, 4)).Select(vf =>
            new PciAddress(0, (byte)(16 + index), (byte)vf, 0))],
        CarriesVirtio = dice.Chance(75),
        AllowsPassthrough = dice.Chance(70),
        OffersVhostUser = dice.Chance(60),
        OffersVdpa = dice.Chance(60),
    };

    private PciDevice Device(int index, List<NumaNode> nodes) => new(
        new(0, 64, (byte)index, 0),
        0x8086,
        dice.Pick<ushort>(0x0d5c, 0x37c8),
        dice.Chance(85) ? dice.Pick([.. nodes]).Id : null,
        dice.Pick(null, "gpu", "crypto"))
    {
        // Two cards that no guest has whole, and the first device, which one may.
        Parent = index == 0 || dice.Chance(50) ? null : new(0, dice.Pick<byte>(80, 81, 64, 64), 0, 0),
    };
}
