using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>
/// Places all requests in their order, none ever leaves, and checks each answer by other code than the placer's: that
/// the groups hold where it placed, and that nothing fitted where it refused.
/// </summary>
internal sealed class TopoReplay(IReadOnlyList<HostInventory> servers, IPlacementRule rule, bool withGroups)
{
    private readonly Dictionary<int, List<(ComputeId Compute, int Domain)>> _domains = [];

    public TraceZone Zone { get; } = new(servers, rule);

    /// <summary>Requests that were refused.</summary>
    public int Refused { get; private set; }

    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public void Run(IReadOnlyList<TopoRequest> requests)
    {
        for (var row = 0; row < requests.Count; row++)
        {
            var request = Ask(row, requests[row]);
            var neighbours = new Neighbours(Zone.Ledger, request);
            var placement = Zone.Place(request);
            if (placement is null)
            {
                Refused++;
                Require(
                    !servers.Any(server => neighbours.Allow(server) && Fits(server, request)),
                    row,
                    "was refused and fits");
                continue;
            }

            Require(neighbours.Allow(Zone.Ledger.FindInventory(placement.Host)!), row, "breaks its group");
            if (withGroups && requests[row].Strategy == GroupStrategy.FaultDomain)
            {
                Members(requests[row].Group).Add((request.Compute, requests[row].FaultDomain));
            }
        }
    }

    private PlacementRequest Ask(int row, TopoRequest request)
    {
        var plain = new PlacementRequest { Compute = new($"vm-{row}"), Requirements = request.Guest };
        return !withGroups ? plain : request.Strategy switch
        {
            GroupStrategy.Affinity => plain with
            {
                Groups = [new(new($"affinity-{request.Group}"), AffinityType.Affinity, AffinityScope.Rack)],
            },
            GroupStrategy.AntiAffinity => plain with
            {
                Groups = [new(new($"anti-affinity-{request.Group}"), AffinityType.AntiAffinity, AffinityScope.Host)],
            },
            GroupStrategy.FaultDomain => plain with
            {
                Resources =
                [
                    .. Members(request.Group).Where(member => member.Domain != request.FaultDomain).Select(member =>
                        new ResourceAffinity(member.Compute, AffinityType.AntiAffinity, AffinityScope.Rack)),
                ],
            },
            _ => plain,
        };
    }

    private List<(ComputeId Compute, int Domain)> Members(int group)
    {
        if (!_domains.TryGetValue(group, out var members))
        {
            _domains.Add(group, members = []);
        }

        return members;
    }

    private bool Fits(HostInventory server, PlacementRequest request)
    {
        var index = Zone.Table.IndexOf(server.Id);
        var guests = request.Requirements.NumaNodes;
        var fitting = Enumerable.Range(0, 2)
            .Count(node => Zone.Table.Has(index, node, guests[0].VirtualCpus.Count, guests[0].Memory));
        return fitting >= guests.Length;
    }

    private static void Require(bool holds, int row, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"request {row} {problem}");
        }
    }
}
