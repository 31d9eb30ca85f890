using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Repacking;

namespace Vim.Benchmarks.Traces.Topo;

/// <summary>
/// Places all requests in their order, none ever leaves, and checks each answer by other code than the placer's: that
/// the groups hold where it placed or moved, and that nothing fitted where it refused.
/// </summary>
/// <param name="servers">The data centre.</param>
/// <param name="rule">Decides where each request goes.</param>
/// <param name="withGroups">Whether their groups are honoured.</param>
/// <param name="repacker">Makes room by migrations for what fits nowhere; null: that is refused.</param>
internal sealed class TopoReplay(
    IReadOnlyList<HostInventory> servers,
    IPlacementRule rule,
    bool withGroups,
    Repacker? repacker = null)
{
    private readonly List<Resident> _residents = [];
    private readonly Dictionary<int, List<(ComputeId Compute, int Domain)>> _domains = [];

    public TraceZone Zone { get; } = new(servers, rule);

    /// <summary>Requests that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Requests that room was made for.</summary>
    public int Rescued { get; private set; }

    /// <summary>Migrations that it took.</summary>
    public int Moved { get; private set; }

    /// <exception cref="InvalidOperationException">An answer is wrong.</exception>
    public void Run(IReadOnlyList<TopoRequest> requests)
    {
        for (var row = 0; row < requests.Count; row++)
        {
            var request = Ask(row, requests[row]);
            var neighbours = new Neighbours(Zone.Ledger, request);
            var placement = Zone.Place(request);
            if (placement is not null)
            {
                Require(neighbours.Allow(Server(placement)), row, "breaks its group");
            }
            else
            {
                var fits = servers.Any(server => neighbours.Allow(server) && Fits(server, request));
                Require(!fits, row, "was refused and fits");
                placement = MakeRoom(row, request);
            }

            if (placement is null)
            {
                Refused++;
                continue;
            }

            _residents.Add(new(request, IsMovable: true));
            if (withGroups && requests[row].Strategy == GroupStrategy.FaultDomain)
            {
                Members(requests[row].Group).Add((request.Compute, requests[row].FaultDomain));
            }
        }
    }

    private HostPlacement? MakeRoom(int row, PlacementRequest request)
    {
        if (repacker?.MakeRoom(Zone.Ledger, _residents, request) is not { IsReached: true } plan)
        {
            return null;
        }

        foreach (var move in plan.Moves)
        {
            var groups = Zone.Ledger.FindClaim(move.Compute)!.Groups;
            Zone.Release(move.Compute);
            var moved = _residents.Find(resident => resident.Request.Compute == move.Compute)!;
            var isAllowed = new Neighbours(Zone.Ledger, moved.Request).Allow(Server(move.To));
            Require(isAllowed, row, $"moves {move.Compute} out of its group");
            Zone.Book(move.Compute, move.To, groups);
        }

        var place = plan.Places[0];
        Require(new Neighbours(Zone.Ledger, request).Allow(Server(place)), row, "breaks its group in the room made");
        Zone.Book(request.Compute, place, request.GroupIds);
        Rescued++;
        Moved += plan.Moves.Length;
        return place;
    }

    private HostInventory Server(HostPlacement placement) => Zone.Ledger.FindInventory(placement.Host)!;

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
