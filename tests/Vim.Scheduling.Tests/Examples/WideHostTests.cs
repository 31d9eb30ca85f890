using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>
/// Hosts and requests so wide that trying everything would not end in years; each answer comes at once.
/// </summary>
public sealed class WideHostTests
{
    private const int Limit = 30_000;
    private readonly Placer _placer = new();

    [Fact(Timeout = Limit)]
    public async Task Eight_guest_nodes_each_with_a_VF_on_sixteen_nodes_of_which_seven_have_a_NIC()
    {
        await Task.Yield();
        var wanted = GuestNodes().WithVnics([.. Enumerable.Range(0, 8).Select(index =>
            Vnic($"e{index}", VnicKind.SriovVf) with { GuestNumaNode = index })]);
        Assert.Contains(
            Refuse(Wide(ports: 7, virtualFunctions: 2), wanted).Shortfalls,
            item => item is { Dimension: Dimension.PciNumaAffinity, Wanted: 8, Available: 7 });
        Check(Wide(ports: 8, virtualFunctions: 2), wanted);
    }

    [Fact(Timeout = Limit)]
    public async Task More_VFs_than_the_nodes_of_any_eight_have()
    {
        await Task.Yield();
        var wanted = GuestNodes() with { PciNumaPolicy = PciNumaPolicy.Required };
        VnicRequirement[] nine = [.. Enumerable.Range(0, 9).Select(index => Vnic($"e{index}", VnicKind.SriovVf))];
        Assert.Contains(
            Refuse(Wide(ports: 16, virtualFunctions: 1), wanted.WithVnics(nine)).Shortfalls,
            item => item is { Dimension: Dimension.PciNumaAffinity, Wanted: 9, Available: 8 });
        Check(Wide(ports: 16, virtualFunctions: 1), wanted.WithVnics(nine[..8]));
    }

    [Fact(Timeout = Limit)]
    public async Task Sixty_four_rates_of_many_sizes_that_all_but_fill_eight_ports()
    {
        await Task.Yield();
        var host = Even("even", nodes: 2, nodesPerSocket: 1, cores: 4) with
        {
            PhysicalFunctions = [.. Enumerable.Range(0, 8).Select(index => Port(index, null, 64))],
        };
        var rates = Enumerable.Range(0, 64).Select(index => 2_000 + (index * 37 % 101 * 9)).ToArray();
        ComputeRequirements Filling(double share) => Pinned(2, 2).WithVnics([.. rates.Select((rate, index) =>
            Vnic($"e{index}", VnicKind.SriovVf) with
            {
                GuaranteedEgress = Bandwidth.FromMbps((long)(rate * share * 8 * 20_000 / rates.Sum())),
            })]);
        Check(host, Filling(0.95));
        Assert.Contains(Refuse(host, Filling(1.001)).Shortfalls, item => item.Dimension == Dimension.EgressBandwidth);

        // So tight that nobody can tell in time: found, or said to be undecided.
        var tight = _placer.Place(Zone(host), For("c", Filling(0.9995)), PlacementPolicy.Pack);
        Assert.True(tight.IsFeasible || tight.Infeasible.Shortfalls.Any(item =>
            item.Detail.EndsWith("the search was ended before it was complete", StringComparison.Ordinal)));

        // Nine rates above half a port: each is small beside the sum, no two go together.
        VnicRequirement[] large = [.. Enumerable.Range(0, 9).Select(index => Vnic($"e{index}", VnicKind.SriovVf) with
        {
            GuaranteedIngress = Bandwidth.FromMbps(10_001 + index),
        })];
        Assert.Contains(
            Refuse(host, Pinned(2, 2).WithVnics(large)).Shortfalls,
            item => item is { Dimension: Dimension.IngressBandwidth, Wanted: 9, Available: 8 });
    }

    [Fact(Timeout = Limit)]
    public async Task Eight_unlike_guest_nodes_on_twenty_four_unlike_host_nodes()
    {
        await Task.Yield();
        var host = Even("even", nodes: 24, nodesPerSocket: 6, cores: 8);
        var ledger = Zone(host);
        for (var index = 0; index < 23; index++)
        {
            var filler = Pinned((index % 12) + 1, (index % 15) + 1);
            ledger.Apply(new($"filler-{index}"), _placer.Find(ledger, For("f", filler), PlacementPolicy.Spread)!, []);
        }

        var wanted = Pinned(92, 36).OnNodes([.. Enumerable.Range(0, 8).Select(index => (8 + index, 1 + index))]);
        Assert.True(_placer.Place(ledger, For("c", wanted), PlacementPolicy.Pack).IsFeasible);
        var tooMany = Pinned(124, 116).OnNodes([.. Enumerable.Range(0, 8).Select(index => (12 + index, 11 + index))]);
        Assert.False(_placer.Place(ledger, For("c", tooMany), PlacementPolicy.Pack).IsFeasible);
    }

    /// <summary>Sixteen NUMA nodes, no two alike; the first ones have a port with VFs.</summary>
    private static HostInventory Wide(int ports, int virtualFunctions)
    {
        var host = Even("wide", nodes: 16, nodesPerSocket: 4, cores: 8);
        return host with
        {
            ReservedCpus = CpuSet.Of(Enumerable.Range(0, 16).SelectMany(node =>
                Enumerable.Range(node * 16, node % 8))),
            NumaNodes = [.. host.NumaNodes.Select(node => node with
            {
                Memory = node.Memory + MemorySize.FromGiB(node.Id),
                HugePages = [new(PageSize.Huge1GiB, 16 + node.Id, 0)],
            })],
            PhysicalFunctions = [.. Enumerable.Range(0, ports).Select(index => Port(index, index, virtualFunctions))],
        };
    }

    private static ComputeRequirements GuestNodes() =>
        Pinned(36, 36).OnNodes([.. Enumerable.Range(1, 8).Select(size => (size, size))]);

    private Infeasible Refuse(HostInventory host, ComputeRequirements wanted)
    {
        var result = _placer.Place(Zone(host), For("c", wanted), PlacementPolicy.Pack);
        Assert.False(result.IsFeasible);
        return result.Infeasible;
    }

    private void Check(HostInventory host, ComputeRequirements wanted)
    {
        var request = For("c", wanted);
        var result = _placer.Place(Zone(host), request, PlacementPolicy.Pack);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        Assert.Empty(ClaimAudit.CheckPlacement(host, request, result.Placement));
        Assert.Empty(ClaimAudit.CheckHost(host, [new Claim(request.Compute, result.Placement, [])]));
    }
}
