using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Repacking;

/// <summary>
/// A few small hosts, filled in a scattered way and thinned out again, from a seed. Some computes are in a group: apart
/// by host or socket, or together on a socket.
/// </summary>
internal sealed class FragmentedZone
{
    private static readonly PlacementPolicy[] Scatter = [PlacementPolicy.Pack, PlacementPolicy.Spread];
    private readonly Random _random;
    private readonly GroupMembership _group;

    public FragmentedZone(int seed, int hosts)
    {
        _random = new(seed);
        _group = new(
            new("g"),
            seed % 4 == 3 ? AffinityType.Affinity : AffinityType.AntiAffinity,
            seed % 4 > 1 ? AffinityScope.Socket : AffinityScope.Host);
        for (var host = 0; host < hosts; host++)
        {
            Ledger.PutHost(Host($"host-{host}"), HostAvailability.Enabled);
        }

        var placer = new Placer();
        for (var index = 0; index < hosts * 4; index++)
        {
            var request = Request($"c{index}", 1 + _random.Next(3), 1 + _random.Next(3));
            if (placer.Find(Ledger, request, Scatter[_random.Next(Scatter.Length)]) is { } placement)
            {
                Ledger.Apply(request.Compute, placement, request.GroupIds);
                Residents.Add(new(request, IsMovable: _random.Next(6) > 0));
            }
        }

        foreach (var resident in Residents.Where(_ => _random.Next(4) == 0).ToList())
        {
            Ledger.Release(resident.Request.Compute);
            Residents.Remove(resident);
        }
    }

    public ZoneLedger Ledger { get; } = new(CaseGenerator.Zone);

    public List<Resident> Residents { get; } = [];

    public PlacementRequest Large(string id = "large") => Request(id, 3 + _random.Next(3), 3 + _random.Next(2));

    private PlacementRequest Request(string id, int cpus, int gigabytes) => new()
    {
        Compute = new(id),
        Requirements = new()
        {
            VirtualCpuCount = cpus,
            Memory = MemorySize.FromGiB(gigabytes),
            CpuPolicy = CpuPolicy.Dedicated,
        },
        Groups = _random.Next(5) == 0 ? [_group] : [],
    };

    private static HostInventory Host(string id) => new()
    {
        Id = new(id),
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [.. Enumerable.Range(0, 10).Select(cpu => new CpuThread(cpu, cpu / 5, 0, cpu % 5))],
        NumaNodes = [Node(0), Node(1)],
        ReservedCpus = CpuSet.Empty,
        SharedCpus = CpuSet.Empty,
    };

    private static NumaNode Node(int id) => new()
    {
        Id = id,
        Cpus = CpuSet.Range(id * 5, 5),
        Memory = MemorySize.FromGiB(6),
    };
}
