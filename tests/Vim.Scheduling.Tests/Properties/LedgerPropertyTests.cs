using FsCheck;
using FsCheck.Fluent;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Properties;

public sealed class LedgerPropertyTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60);

    [Fact]
    public void A_ledger_with_any_history_equals_the_one_built_from_hosts_and_claims_alone()
    {
        var steps = 0;
        var claims = 0;
        var gaps = 0;
        Prop.ForAll(Histories(), history =>
        {
            var lived = new History(history.Seed);
            lived.Play(history.Steps);
            steps += history.Steps.Length;
            claims += lived.Ledger.ClaimCount;
            gaps += lived.Gaps;
            var rebuilt = lived.Rebuild();
            return lived.Ledger.Digest() == rebuilt.Digest();
        }).Check(Quick);
        Assert.True(
            steps > 1000 && claims > 50 && gaps > 5,
            $"degenerate: {steps} steps, {claims} claims, {gaps} gaps");
    }

    [Fact]
    public void Claims_stay_sound_while_inventories_only_grow()
    {
        Prop.ForAll(Histories(), history =>
        {
            var lived = new History(history.Seed) { MayShrink = false };
            lived.Play(history.Steps);
            return lived.Gaps == 0 && lived.Ledger.Hosts().All(host => lived.Ledger.AuditHost(host.Id).Count == 0);
        }).Check(Quick);
    }

    [Fact]
    public void Claim_then_release_restores_the_ledger()
    {
        var restored = 0;
        for (var seed = 20_000; seed < 21_000; seed++)
        {
            var world = new World(seed);
            if (new Placer().Find(world.Ledger, world.Request, world.Policy) is not { } placement)
            {
                continue;
            }

            var before = world.Ledger.Digest();
            world.Ledger.Apply(world.Request.Compute, placement, world.Request.GroupIds);
            var booked = world.Ledger.Digest();
            world.Ledger.Apply(world.Request.Compute, placement, world.Request.GroupIds);
            Assert.Equal(booked, world.Ledger.Digest());
            Assert.NotEqual(before, booked);
            Assert.True(world.Ledger.Release(world.Request.Compute));
            Assert.False(world.Ledger.Release(world.Request.Compute));
            Assert.Equal(before, world.Ledger.Digest());
            restored++;
        }

        Assert.True(restored > 150, $"only {restored} placements");
    }

    /// <summary>
    /// Placements made for one state of a zone, booked on another: the ledger takes what the audit finds sound.
    /// </summary>
    [Fact]
    public void The_ledger_books_a_placement_exactly_when_the_audit_finds_it_sound()
    {
        var booked = 0;
        var refused = 0;
        for (var seed = 30_000; seed < 31_500; seed++)
        {
            var world = new World(seed);
            var empty = new ZoneLedger(CaseGenerator.Zone);
            foreach (var host in world.Hosts.Values)
            {
                empty.PutHost(host, HostAvailability.Enabled);
            }

            if (new Placer().Find(empty, world.Request, world.Policy) is not { } placement)
            {
                continue;
            }

            var before = world.Ledger.Digest();
            var sound = ClaimAudit.CheckHost(
                world.Hosts[placement.Host],
                [.. world.ClaimsOn(placement.Host), new(world.Request.Compute, placement, [])]).Count == 0;
            if (sound)
            {
                world.Ledger.Apply(world.Request.Compute, placement, []);
                booked++;
            }
            else
            {
                Assert.Throws<LedgerException>(() => world.Ledger.Apply(world.Request.Compute, placement, []));
                Assert.Equal(before, world.Ledger.Digest());
                refused++;
            }
        }

        Assert.True(booked > 100 && refused > 50, $"degenerate: {booked} booked, {refused} refused");
    }

    private static Arbitrary<(int Seed, int[] Steps)> Histories() =>
        (from seed in Gen.Choose(0, 1_000_000)
         from steps in Gen.Choose(0, 1_000_000).ArrayOf()
         select (seed, steps)).ToArbitrary();

    /// <summary>Plays steps, each a number, on a zone: so that a failing history shrinks to few steps.</summary>
    private sealed class History
    {
        private readonly Dictionary<HostId, HostInventory> _hosts = [];
        private readonly Placer _placer = new();
        private readonly int _seed;

        public History(int seed)
        {
            _seed = seed;
            var make = new CaseGenerator(seed, CaseSize.Small);
            for (var index = 0; index < 3; index++)
            {
                Put(make.Host($"host-{index}"));
            }
        }

        public ZoneLedger Ledger { get; } = new(CaseGenerator.Zone);

        public bool MayShrink { get; init; } = true;

        public int Gaps { get; private set; }

        public void Play(int[] steps)
        {
            for (var index = 0; index < steps.Length; index++)
            {
                Play(steps[index] % 10, new(_seed ^ steps[index], CaseSize.Small), $"c{index}");
            }
        }

        public ZoneLedger Rebuild()
        {
            var ledger = new ZoneLedger(CaseGenerator.Zone);
            foreach (var host in Ledger.Hosts().Reverse())
            {
                ledger.PutHost(host.Inventory, host.Availability);
                ledger.SetAggregates(host.Id, host.Aggregates);
            }

            foreach (var claim in Ledger.Claims().Reverse())
            {
                ledger.Restore(claim.Compute, claim.Placement, claim.Groups);
            }

            return ledger;
        }

        private void Play(int kind, CaseGenerator make, string compute)
        {
            var hosts = _hosts.Keys.ToList();
            var claims = Ledger.Claims();
            if (kind < 5 && hosts.Count > 0)
            {
                var request = make.Request(compute, hosts, [.. claims.Select(claim => claim.Compute)]);
                if (_placer.Find(Ledger, request, PlacementPolicy.Pack) is { } placement)
                {
                    Ledger.Apply(request.Compute, placement, request.GroupIds);
                }
            }
            else if (kind < 7 && claims.Count > 0)
            {
                Ledger.Release(make.Pick([.. claims]).Compute);
            }
            else if (kind == 7)
            {
                var id = $"host-{make.Next(4)}";
                Put(_hosts.TryGetValue(new(id), out var known) && !MayShrink ? Grow(known, make) : make.Host(id));
            }
            else if (kind == 8 && hosts.Count > 0)
            {
                Ledger.SetAvailability(
                    make.Pick([.. hosts]), make.Pick(HostAvailability.Enabled, HostAvailability.Suspected));
                Ledger.SetAggregates(make.Pick([.. hosts]), make.Aggregates());
            }
            else if (kind == 9 && hosts.Count > 0)
            {
                var host = make.Pick([.. hosts]);
                var used = Ledger.ClaimsOn(host).Count > 0;
                Assert.Equal(!used, Ledger.RemoveHost(host));
                _ = used || _hosts.Remove(host);
            }
        }

        private static HostInventory Grow(HostInventory host, CaseGenerator make) => CapacityGrowth.Of(host, make);

        private void Put(HostInventory host)
        {
            _hosts[host.Id] = host;
            var gaps = Ledger.PutHost(host, HostAvailability.Enabled);
            Assert.Equal(gaps.Count, Ledger.AuditHost(host.Id).Count);
            Gaps += gaps.Count;
        }
    }
}
