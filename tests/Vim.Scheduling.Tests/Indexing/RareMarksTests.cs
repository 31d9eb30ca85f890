using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Indexing;

public sealed class RareMarksTests
{
    /// <summary>
    /// Hosts join and leave aggregates, around the limit of few too, and come and go with their traits: at each step
    /// the few are those that a look at every host finds, and many are told only where they are not few.
    /// </summary>
    [Fact]
    public void The_few_with_a_mark_are_those_that_a_look_at_every_host_finds()
    {
        var random = new Random(7);
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        var plain = new Dictionary<HostId, (HashSet<string> Aggregates, HashSet<string> Traits)>();
        string[] names = ["most", "some", "rare"];
        int[] chances = [90, 45, 3];
        var (few, many, crossed) = (0, 0, 0);
        var wasFew = new Dictionary<string, bool>();
        for (var step = 0; step < 3_000; step++)
        {
            var id = new HostId($"h{random.Next(600)}");
            var own = names.Where((_, index) => random.Next(100) < chances[index]).ToHashSet();
            var isKnown = plain.TryGetValue(id, out var before);
            if (step > 1_500 && random.Next(6) > 0)
            {
                ledger.RemoveHost(id);
                plain.Remove(id);
            }
            else if (isKnown && random.Next(2) == 0)
            {
                ledger.SetAggregates(id, [.. own]);
                plain[id] = (own, before.Traits);
            }
            else
            {
                ledger.PutHost(Tiny(id) with { Traits = [.. own] }, HostAvailability.Enabled);
                plain[id] = (isKnown ? before.Aggregates : [], own);
            }

            foreach (var name in names)
            {
                Check(
                    ledger.AggregateHosts.FewWith(ledger.Aggregates.Find(name)),
                    host => host.Aggregates.Contains(name));
                Check(ledger.TraitHosts.FewWith(ledger.Traits.Find(name)), host => host.Traits.Contains(name));
                var isFew = ledger.AggregateHosts.FewWith(ledger.Aggregates.Find(name)) is not null;
                crossed += wasFew.TryGetValue(name, out var last) && last != isFew ? 1 : 0;
                wasFew[name] = isFew;
            }
        }

        Assert.Empty(ledger.AggregateHosts.FewWith(NameTable.Unknown)!);
        Assert.True(
            few > 1_000 && many > 300 && crossed >= 2,
            $"degenerate: {few} few, {many} many, {crossed} crossings");

        void Check(HashSet<HostId>? found, Func<(HashSet<string> Aggregates, HashSet<string> Traits), bool> has)
        {
            var all = plain.Where(host => has(host.Value)).Select(host => host.Key).ToHashSet();
            few += found is null ? 0 : 1;
            many += found is null ? 1 : 0;
            Assert.True(found is null ? all.Count > RareMarks.MaxFew / 2 : found.SetEquals(all));
        }
    }

    /// <summary>
    /// A trait or aggregate of few hosts, and the same request spelled by the hosts that it rules out, which is walked.
    /// </summary>
    [Fact]
    public void A_rare_mark_is_placed_as_a_walk_over_all_hosts_places_it()
    {
        var placed = 0;
        var refused = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var policy = PlacementPolicy.Named[seed % PlacementPolicy.Named.Length];
            var placer = new Placer();
            var ledger = new ZoneLedger(CaseGenerator.Zone);
            for (var index = 0; index < make.Pick(3, 70, 140); index++)
            {
                var host = make.Host($"h-{index}");
                host = make.Chance(25) ? host with { Traits = host.Traits.Add("RARE") } : host;
                ledger.PutHost(host, HostAvailability.Enabled);
                ledger.SetAggregates(host.Id, make.Chance(25) ? ["rare", "gold"] : ["gold"]);
            }

            for (var step = 0; step < 25; step++)
            {
                var wanted = make.Requirements();
                var byTrait = make.Chance(50);
                var marked = new PlacementRequest
                {
                    Compute = new($"c-{step}"),
                    Requirements = byTrait
                        ? wanted with { RequiredTraits = wanted.RequiredTraits.Add("RARE") }
                        : wanted,
                    InAggregates = byTrait ? [] : make.Chance(50) ? ["rare"] : ["gold", "rare"],
                };
                var walked = new PlacementRequest
                {
                    Compute = marked.Compute,
                    Requirements = wanted,
                    NotHosts =
                    [
                        .. ledger.Hosts()
                            .Where(host => byTrait
                                ? !host.Inventory.Traits.Contains("RARE")
                                : !host.Aggregates.Contains("rare"))
                            .Select(host => host.Id),
                    ],
                };
                var placement = placer.Find(ledger, marked, policy);
                var slowly = new Placer().Find(ledger, walked, policy);
                Assert.True(placement is null == slowly is null, $"seed {seed}, step {step}");
                Assert.True(
                    placement is null || PlacementEquality.Same(placement, slowly!),
                    $"seed {seed}, step {step}");
                if (placement is not null && make.Chance(40))
                {
                    ledger.Apply(marked.Compute, placement, []);
                }

                placed += placement is null ? 0 : 1;
                refused += placement is null ? 1 : 0;
            }
        }

        Assert.True(placed > 100 && refused > 100, $"degenerate: {placed} placed, {refused} refused");
    }

    private static HostInventory Tiny(HostId id) => new()
    {
        Id = id,
        Zone = CaseGenerator.Zone,
        BootId = "boot",
        Architecture = "x86_64",
        Cpus = [new(0, 0, 0, 0)],
        NumaNodes = [new() { Id = 0, Cpus = CpuSet.Of(0), Memory = MemorySize.FromGiB(1) }],
        ReservedCpus = CpuSet.Empty,
        SharedCpus = CpuSet.Empty,
    };
}
