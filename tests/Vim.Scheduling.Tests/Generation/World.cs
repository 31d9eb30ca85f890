using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Oracle;

namespace Vim.Scheduling.Tests.Generation;

/// <summary>
/// A zone with a past: a few small hosts, some claims placed and some released again, one request more.
/// </summary>
internal sealed class World
{
    private const int FilterSeeds = 1_000_000;

    public World(int seed, int maxHosts = 3)
        : this(seed, CaseSize.Small with { MaxHosts = maxHosts })
    {
    }

    public World(int seed, CaseSize size)
    {
        var make = new CaseGenerator(seed, size);
        var placer = new Placer();
        Policy = make.Pick([.. size.Policies]) with
        {
            Filters = size.HasFilters ? new CaseGenerator(seed + FilterSeeds, size).Filters() : [],
        };
        for (var index = 0; index < make.Next(size.MaxHosts) + 1; index++)
        {
            var host = make.Host($"host-{index}");
            Hosts.Add(host.Id, host);
            Ledger.PutHost(host, HostAvailability.Enabled);
            Aggregates.Add(host.Id, [.. make.Aggregates()]);
            Ledger.SetAggregates(host.Id, [.. Aggregates[host.Id]]);
        }

        var ids = Hosts.Keys.ToList();
        var attempts = make.Next(size.MaxClaims + 1);
        for (var index = 0; index < attempts; index++)
        {
            var others = Ledger.Claims().Select(claim => claim.Compute).ToList();
            var request = make.Request($"c{index}", ids, others);
            if (placer.Place(Ledger, request, Policy).Placement is { } placement)
            {
                Ledger.Apply(request.Compute, placement, request.GroupIds);
            }

            if (others.Count > 0 && make.Chance(20))
            {
                Ledger.Release(make.Pick([.. others]));
            }
        }

        Reserve(new(seed ^ 0x5eed, size), placer);
        foreach (var id in ids.Where(_ => make.Chance(6)))
        {
            Ledger.SetAvailability(id, make.Pick(HostAvailability.Suspected, HostAvailability.Maintenance));
        }

        Request = make.Request("new", ids, [.. Ledger.Claims().Select(claim => claim.Compute), new("nowhere")]);
        Make = make;
    }

    public CaseGenerator Make { get; }

    public ZoneLedger Ledger { get; } = new(CaseGenerator.Zone);

    public Dictionary<HostId, HostInventory> Hosts { get; } = [];

    public Dictionary<HostId, HashSet<string>> Aggregates { get; } = [];

    public PlacementRequest Request { get; }

    public PlacementPolicy Policy { get; }

    /// <summary>What fits a host, whatever groups say of its sockets.</summary>
    public BruteForce OracleOf(HostId host) => new(Hosts[host], PlacesOn(host));

    /// <summary>What fits a host on the sockets that the groups of a request leave.</summary>
    public BruteForce OracleOf(HostId host, PlacementRequest request) =>
        new(Hosts[host], PlacesOn(host), nodes => SocketOracle.Allows(this, request, host, nodes));

    /// <summary>Of computes and of reservations.</summary>
    public IReadOnlyList<Claim> ClaimsOn(HostId host) => [.. Ledger.ClaimsOn(host), .. Ledger.HeldOn(host)];

    /// <summary>Whether the host as a whole qualifies: by the words of the request, with plain sets.</summary>
    public bool Qualifies(HostId id, PlacementRequest request)
    {
        var host = Hosts[id];
        var wanted = request.Requirements;
        return Ledger.FindHost(id)!.Availability == HostAvailability.Enabled
            && (request.OnlyHosts.IsEmpty || request.OnlyHosts.Contains(id))
            && !request.NotHosts.Contains(id)
            && (wanted.Architecture is null || wanted.Architecture == host.Architecture)
            && wanted.HostTraits.All(host.Traits.Contains)
            && !wanted.ForbiddenTraits.Any(host.Traits.Contains)
            && request.InAggregates.All(Aggregates[id].Contains)
            && !request.NotInAggregates.Any(Aggregates[id].Contains)
            && Policy.Filters.All(filter => FilterOracle.Allows(filter, Ledger.FindHost(id)!, request))
            && ClaimAudit.CheckAffinity(Ledger, WithoutSockets(request), new() { Host = id }).Count == 0;
    }

    /// <summary>The request without what is a matter of NUMA nodes, and not of hosts as wholes.</summary>
    public static PlacementRequest WithoutSockets(PlacementRequest request) => request with
    {
        Groups = request.Groups.RemoveAll(group => group.Scope == AffinityScope.Socket),
        Resources = request.Resources.RemoveAll(other => other.Scope == AffinityScope.Socket),
    };

    private HostPlacement[] PlacesOn(HostId host) => [.. ClaimsOn(host).Select(claim => claim.Placement)];

    public void AssertSound()
    {
        foreach (var host in Hosts.Values)
        {
            Assert.Empty(ClaimAudit.CheckHost(host, [.. ClaimsOn(host.Id)]));
        }
    }

    /// <summary>Some zones have reservations, of small places mostly.</summary>
    private void Reserve(CaseGenerator make, Placer placer)
    {
        for (var number = 0; number < make.Pick(0, 0, 0, 1, 2); number++)
        {
            var container = new PlacementRequest { Compute = new("container"), Requirements = make.Requirements() };
            var places = placer.PlaceAll(Ledger, container, make.Next(3) + 1, Policy, out _);
            if (!places.IsEmpty)
            {
                Ledger.Reserve(new()
                {
                    Id = new($"r{number}"),
                    Priority = make.Pick(0, 10, 10, 20),
                    Container = container,
                    Places = [.. places.Select(place => new PlaceState(place))],
                });
            }
        }
    }
}
