using System.Collections.Immutable;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// A policy that a publication compares with, as it defines it, for servers of two NUMA nodes: the lowest score wins,
/// then the first server and NUMA node 0. It names the NUMA node itself, which the product's policies do not; the
/// ledger still checks what it books.
/// </summary>
/// <param name="name">For people.</param>
/// <param name="single">Score of a NUMA node of a server for a guest on one node.</param>
/// <param name="twin">Score of a server for a guest on both.</param>
internal sealed class BaselineRule(
    string name,
    Func<ServerTable, int, int, double> single,
    Func<ServerTable, int, double> twin) : IPlacementRule
{
    public string Name => name;

    public HostPlacement? Place(TraceZone zone, PlacementRequest request)
    {
        var table = zone.Table;
        var guests = request.Requirements.NumaNodes;
        var (cpus, memory) = (guests[0].VirtualCpus.Count, guests[0].Memory);
        var neighbours = new Neighbours(zone.Ledger, request);
        var best = (Server: -1, Node: -1);
        var bestScore = double.MaxValue;
        for (var server = 0; server < table.Servers.Count; server++)
        {
            for (var node = 0; node <= 2 - guests.Length; node++)
            {
                var fits = table.Has(server, node, cpus, memory)
                    && (guests.Length == 1 || table.Has(server, 1, cpus, memory));
                if (!fits)
                {
                    continue;
                }

                var score = guests.Length == 1 ? single(table, server, node) : twin(table, server);
                if (score < bestScore && neighbours.Allow(table.Servers[server]))
                {
                    bestScore = score;
                    best = (server, node);
                }
            }
        }

        return best.Server < 0 ? null : PlacementOn(zone, table.Servers[best.Server], best.Node, request);
    }

    /// <summary>The first free CPUs of each NUMA node that the guest takes, from the given one on.</summary>
    private static HostPlacement PlacementOn(TraceZone zone, HostInventory server, int first, PlacementRequest request)
    {
        var host = zone.Ledger.FindHost(server.Id)!;
        var parts = ImmutableArray.CreateBuilder<GuestNodePlacement>();
        var pins = ImmutableArray.CreateBuilder<VirtualCpuPin>();
        foreach (var guest in request.Requirements.NumaNodes)
        {
            var node = host.Nodes[first + guest.Id];
            parts.Add(new(guest.Id, node.Id, PageSize.Small, guest.Memory.PagesOf(PageSize.Small), 0));
            pins.AddRange(guest.VirtualCpus.Zip(node.FreeDedicatedCpus, (vcpu, cpu) => new VirtualCpuPin(vcpu, cpu)));
        }

        return new()
        {
            Host = server.Id,
            Nodes = parts.ToImmutable(),
            Pins = pins.ToImmutable(),
            EmulatorCpus = CpuSet.Of(pins.Select(pin => pin.HostCpu)),
        };
    }
}
