using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>
/// Every host of 2 NUMA nodes x 2 cores x 2 threads in every state that its cores can be in (up to symmetry), with 0
/// or 1 huge page and 0 or 1 VF on each node, against every request of a grid.
/// </summary>
public sealed class SmallSpaceTests(ITestOutputHelper output)
{
    /// <summary>CPUs taken of two cores of two threads (0,1 and 2,3), up to symmetry.</summary>
    private static readonly int[][] Taken = [[], [0], [0, 1], [0, 2], [0, 1, 2], [0, 1, 2, 3]];

    [Fact]
    public void The_whole_small_space_is_answered_as_brute_force_answers_it()
    {
        var requests = Requests().ToList();
        var placer = new Placer();
        var count = 0;
        var feasible = 0;
        foreach (var host in Hosts())
        {
            var ledger = new ZoneLedger(CaseGenerator.Zone);
            ledger.PutHost(host, HostAvailability.Enabled);
            var oracle = new BruteForce(host, []);
            foreach (var requirements in requests)
            {
                var request = new PlacementRequest { Compute = new("c"), Requirements = requirements };
                var placement = placer.Find(ledger, request, PlacementPolicy.Pack);
                Assert.True(oracle.Fits(requirements) == placement is not null, $"{host.ReservedCpus}: {requirements}");
                count++;
                if (placement is not null)
                {
                    feasible++;
                    Assert.Empty(ClaimAudit.CheckPlacement(host, request, placement));
                    Assert.Empty(ClaimAudit.CheckHost(host, [new Claim(request.Compute, placement, [])]));
                }
            }
        }

        output.WriteLine($"{count} cases, {feasible} feasible");
        Assert.InRange(feasible, count / 20, count / 2);
    }

    private static IEnumerable<HostInventory> Hosts()
    {
        foreach (var first in Taken)
        {
            foreach (var second in Taken)
            {
                for (var pages = 0; pages < 4; pages++)
                {
                    for (var functions = 0; functions < 4; functions++)
                    {
                        yield return Host(
                            CpuSet.Of(first.Concat(second.Select(cpu => cpu + 4))),
                            [pages & 1, pages >> 1],
                            [functions & 1, functions >> 1]);
                    }
                }
            }
        }
    }

    private static HostInventory Host(CpuSet taken, int[] pages, int[] virtualFunctions) => new()
    {
        Id = new("host"),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, 8).Select(cpu => new CpuThread(cpu, cpu / 4, 0, cpu / 2 % 2))],
        NumaNodes = [.. Enumerable.Range(0, 2).Select(node => new NumaNode
        {
            Id = node,
            Cpus = CpuSet.Range(node * 4, 4),
            Memory = MemorySize.FromGiB(2),
            HugePages = [new(PageSize.Huge1GiB, pages[node], 0)],
        })],
        ReservedCpus = taken,
        SharedCpus = CpuSet.Empty,
        PhysicalFunctions = [.. Enumerable.Range(0, 2).Select(node => new PhysicalFunction
        {
            Address = new(0, (byte)(16 + node), 0, 0),
            Name = $"ens{node}",
            Nic = $"nic{node}",
            NumaNode = node,
            PhysicalNetwork = "physnet",
            LinkSpeed = Bandwidth.FromGbps(10),
            VirtualFunctions = [.. Enumerable.Range(1, virtualFunctions[node]).Select(vf =>
                new PciAddress(0, (byte)(16 + node), (byte)vf, 0))],
        })],
    };

    private static IEnumerable<ComputeRequirements> Requests() =>
        from count in Enumerable.Range(1, 4)
        from nodes in Shapes(count)
        from policy in Enum.GetValues<CpuThreadPolicy>()
        from emulator in new[] { EmulatorThreadPolicy.Default, EmulatorThreadPolicy.Isolate }
        from page in new[] { PageSizeRequest.Small, PageSizeRequest.Of(PageSize.Huge1GiB) }
        from vnics in Vnics(nodes.Length)
        select new ComputeRequirements
        {
            VirtualCpuCount = count,
            Memory = MemorySize.FromGiB(nodes.Length),
            NumaNodes = nodes,
            CpuPolicy = CpuPolicy.Dedicated,
            ThreadPolicy = policy,
            EmulatorThreads = emulator,
            PageSize = page,
            PciNumaPolicy = PciNumaPolicy.Required,
            Vnics = vnics,
        };

    private static IEnumerable<ImmutableArray<GuestNumaNode>> Shapes(int count)
    {
        yield return [new(0, CpuSet.Range(0, count), MemorySize.FromGiB(1))];
        for (var first = 1; first < count; first++)
        {
            yield return
            [
                new(0, CpuSet.Range(0, first), MemorySize.FromGiB(1)),
                new(1, CpuSet.Range(first, count - first), MemorySize.FromGiB(1)),
            ];
        }
    }

    private static IEnumerable<ImmutableArray<VnicRequirement>> Vnics(int nodes)
    {
        yield return [];
        yield return [Vnic(0, null)];
        yield return [Vnic(0, nodes - 1)];
        yield return [Vnic(0, null), Vnic(1, null)];
    }

    private static VnicRequirement Vnic(int index, int? node) => new()
    {
        Name = $"eth{index}",
        Kind = VnicKind.SriovVf,
        GuaranteedIngress = Bandwidth.FromGbps(6),
        GuestNumaNode = node,
    };
}
