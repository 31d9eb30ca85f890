using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>
/// Makes small, varied hosts and requests from a seed: small enough for brute force, odd enough to hurt.
/// </summary>
internal sealed class CaseGenerator
{
    public static readonly ZoneId Zone = new("zone-1");
    public static readonly string[] Networks = ["physnet-a", "physnet-b"];

    private readonly Dice _dice;
    private readonly HostGenerator _hosts;
    private readonly RequirementsGenerator _requirements;
    private readonly CaseSize _size;

    public CaseGenerator(int seed, CaseSize size)
    {
        _dice = new(seed);
        _hosts = new(_dice, size);
        _requirements = new(_dice, size);
        _size = size;
    }

    public HostInventory Host(string id) => _hosts.Make(id);

    public ComputeRequirements Requirements() => _requirements.Make();

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
            Groups = Chance(_size.GroupPercent) ? Groups() : [],
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
        return _size.MaxGroups > 1 && Chance(40) ? [first, Group("g3")] : [first];
    }

    private GroupMembership Group(string id)
    {
        var group = new GroupMembership(
            new(id), Pick(AffinityType.Affinity, AffinityType.AntiAffinity), Scope());
        return group with
        {
            IsSoft = Chance(20),
            MaxPerScope = group.Type == AffinityType.AntiAffinity && group.Scope != AffinityScope.Zone
                ? Pick(1, 1, 2)
                : 1,
        };
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
            Chance(50)
                ? new(Chance(50) ? Pick(512, 1024, 3000) : 4096, IsPercent: false)
                : new(Pick(5, 25, 60), IsPercent: true),
            Chance(30) ? new(Pick(1, 20), IsPercent: true) : default),
    };

    public bool Chance(int percent) => _dice.Chance(percent);

    public T Pick<T>(params T[] values) => _dice.Pick(values);

    public int Next(int below) => _dice.Next(below);

    private AffinityScope Scope() =>
        Next(100) is var part && part < _size.SocketPercent ? AffinityScope.Socket
        : part < 60 ? AffinityScope.Host
        : Chance(75) ? Pick(AffinityScope.Rack, AffinityScope.FaultDomain)
        : AffinityScope.Zone;
}
