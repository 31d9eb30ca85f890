using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Explaining;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Properties;

public sealed class PlacerPropertyTests
{
    private const int First = 50_000;
    private const int Cases = 1_500;
    private readonly Placer _placer = new();

    [Fact]
    public void The_same_input_gives_the_same_answer_whatever_the_placer_did_before_and_in_whatever_order_hosts_came()
    {
        var feasible = 0;
        for (var seed = First; seed < First + Cases; seed++)
        {
            var world = new World(seed, maxHosts: 5);
            var result = _placer.Place(world.Ledger, world.Request, world.Policy);
            var shuffled = Copy(world, host => host, world.Hosts.Keys.OrderByDescending(id => id.Value));
            var again = new Placer().Place(shuffled, world.Request, world.Policy);
            feasible += result.IsFeasible ? 1 : 0;
            if (result.IsFeasible)
            {
                Assert.True(PlacementEquality.Same(result.Placement, again.Placement!), $"seed {seed}");
            }
            else
            {
                Assert.Equal(result.Infeasible.ToString(), again.Infeasible?.ToString());
            }
        }

        Assert.InRange(feasible, Cases / 6, Cases * 5 / 6);
    }

    [Fact]
    public void Taking_a_host_away_never_makes_a_request_fit_nor_moves_it_but_for_the_first_of_a_rack()
    {
        for (var seed = First; seed < First + Cases; seed++)
        {
            var world = new World(seed, maxHosts: 5);
            var before = _placer.Find(world.Ledger, world.Request, world.Policy);
            var gone = world.Make.Pick([.. world.Hosts.Keys]);
            world.Ledger.SetAvailability(gone, HostAvailability.Failed);
            var after = _placer.Find(world.Ledger, world.Request, world.Policy);
            if (before is null)
            {
                Assert.True(after is null, $"seed {seed}");
            }
            else if (before.Host != gone && !IsFirstInRack(world))
            {
                Assert.True(after is not null && PlacementEquality.Same(before, after), $"seed {seed}");
            }
        }
    }

    /// <summary>Which rack or fault domain has room for a group is a matter of all its hosts.</summary>
    private static bool IsFirstInRack(World world) => world.Request.Groups.Any(group =>
        group is { Type: AffinityType.Affinity, Scope: AffinityScope.Rack or AffinityScope.FaultDomain }
        && world.Ledger.MembersOf(group.Group).Count == 0);

    [Fact]
    public void More_capacity_never_makes_a_request_that_fits_not_fit()
    {
        var grown = 0;
        for (var seed = First; seed < First + Cases; seed++)
        {
            var world = new World(seed);
            if (_placer.Find(world.Ledger, world.Request, world.Policy) is not { } placement)
            {
                continue;
            }

            var more = Copy(
                world,
                host => host.Id == placement.Host ? CapacityGrowth.Of(host, world.Make) : host,
                world.Hosts.Keys);
            Assert.True(_placer.Find(more, world.Request, world.Policy) is not null, $"seed {seed}");
            grown++;
        }

        Assert.True(grown > Cases / 6, $"only {grown} cases");
    }

    /// <summary>
    /// The hint is the first change after which the request is placed, though only hosts that it may cure are tried.
    /// </summary>
    [Fact]
    public void The_hint_is_the_first_change_with_which_the_request_is_placed()
    {
        var hints = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var none = 0;
        for (var seed = First; seed < First + Cases; seed++)
        {
            var world = new World(seed);
            if (_placer.Place(world.Ledger, world.Request, world.Policy).Infeasible is not { } refusal)
            {
                continue;
            }

            var first = Relaxation.Of(world.Request).FirstOrDefault(change =>
                new Placer().Find(world.Ledger, change.Request, world.Policy) is not null);
            Assert.True(refusal.Hint == (first is null ? "" : $"fits {first.Text}"), $"seed {seed}: {refusal.Hint}");
            hints[refusal.Hint] = hints.GetValueOrDefault(refusal.Hint) + 1;
            none += first is null ? 1 : 0;
        }

        Assert.True(hints.Count > 8 && none > 50, string.Join("; ", hints.Select(pair => $"{pair.Key}: {pair.Value}")));
    }

    private static ZoneLedger Copy(World world, Func<HostInventory, HostInventory> change, IEnumerable<HostId> order)
    {
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        foreach (var id in order)
        {
            ledger.PutHost(change(world.Hosts[id]), world.Ledger.FindHost(id)!.Availability);
            ledger.SetAggregates(id, [.. world.Aggregates[id]]);
        }

        foreach (var claim in world.Ledger.Claims())
        {
            ledger.Apply(claim.Compute, claim.Placement, claim.Groups);
        }

        foreach (var reservation in world.Ledger.Reservations())
        {
            ledger.Reserve(reservation);
        }

        return ledger;
    }
}
