using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Tests.Generation;
using Vim.Scheduling.Views;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Properties;

public sealed class GroupRoomTests
{
    private static readonly GroupMembership InRack = new(new("g"), AffinityType.Affinity, AffinityScope.Rack);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_of_a_group_goes_to_the_rack_with_room_and_the_others_follow(bool isSoft)
    {
        // Rack 1 has the fuller host, and room for 8; rack 2 has room for 32, on two hosts that are alike.
        var ledger = Zone(
            Even("a", 2, 1, 2) with { Rack = "rack-1" },
            Even("b", 2, 1, 4) with { Rack = "rack-2" },
            Even("c", 2, 1, 4) with { Rack = "rack-2" });
        var placer = new Placer();
        var group = InRack with { IsSoft = isSoft };
        Assert.Equal("a", placer.Choose(ledger, For("x", Pinned(1, 1)), PlacementPolicy.Pack)!.Value.Value);
        foreach (var compute in new[] { "c0", "c1" })
        {
            var request = For(compute, Pinned(1, 1)) with { Groups = [group] };
            var placement = placer.Find(ledger, request, PlacementPolicy.Pack)!;
            Assert.Equal("b", placement.Host.Value);
            Assert.Equal("b", placer.Explain(ledger, request, PlacementPolicy.Pack)[0].Host.Value);
            ledger.Apply(request.Compute, placement, request.GroupIds);
        }
    }

    [Fact]
    public void The_first_of_a_group_that_shares_a_host_goes_where_more_fit()
    {
        var ledger = Zone(Even("a", 1, 1, 1), Even("b", 1, 1, 2), Even("c", 1, 1, 8));
        var placer = new Placer();
        var request = For("c0", Pinned(1, 1)) with { Groups = [InRack with { Scope = AffinityScope.Host }] };
        Assert.Equal("b", placer.Choose(ledger, request, PlacementPolicy.Pack)!.Value.Value);
        ledger.SetAvailability(new("b"), HostAvailability.Suspected);
        Assert.Equal("c", placer.Choose(ledger, request, PlacementPolicy.Pack)!.Value.Value);
        ledger.SetAvailability(new("c"), HostAvailability.Suspected);
        Assert.Equal("a", placer.Choose(ledger, request, PlacementPolicy.Pack)!.Value.Value);
    }

    /// <summary>Node 0 is the fullest, on a socket with room for two; the other socket has room for three.</summary>
    [Fact]
    public void The_first_of_a_group_that_shares_a_socket_goes_to_the_socket_where_more_fit()
    {
        var ledger = Zone(Even("a", 4, 2, 1));
        foreach (var (compute, cpus) in new[] { ("x", 2), ("y", 1) })
        {
            var other = For(compute, Pinned(cpus, 1));
            ledger.Apply(other.Compute, new Placer().Find(ledger, other, PlacementPolicy.Pack)!, []);
        }

        var placer = new Placer();
        var plain = For("c0", Pinned(1, 1));
        Assert.Equal(1, placer.Find(ledger, plain, PlacementPolicy.Pack)!.Nodes.Single().HostNode);
        var grouped = plain with { Groups = [InRack with { Scope = AffinityScope.Socket }] };
        var placement = placer.Find(ledger, grouped, PlacementPolicy.Pack)!;
        Assert.InRange(placement.Nodes.Single().HostNode, 2, 3);
        var told = placer.Explain(ledger, grouped, PlacementPolicy.Pack)[0].Placement!;
        Assert.True(PlacementEquality.Same(placement, told));
        Assert.Equal(4, placer.CountMore(ledger, grouped, PlacementPolicy.Pack, 100));
    }

    /// <summary>
    /// The room of each socket, host and rack, counted once more by taking guest after guest from what is free.
    /// </summary>
    [Fact]
    public void It_goes_to_the_first_by_the_policy_of_those_with_the_most_room()
    {
        var turned = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var make = new CaseGenerator(seed, CaseSize.Small);
            var ledger = MakeZone(make);
            var policy = make.Pick(PlacementPolicy.Pack, PlacementPolicy.Spread, PlacementPolicy.Balance);
            var wanted = make.Chance(30)
                ? Pinned(2, 2).OnNodes((1, 1), (1, 1))
                : Pinned(1 + make.Next(3), 1);
            var scope = make.Pick(AffinityScope.Rack, AffinityScope.Rack, AffinityScope.Host, AffinityScope.Socket);
            var plain = For("first", wanted);
            var inOrder = new Placer().Explain(ledger, plain, policy).Where(verdict => verdict.IsFeasible)
                .Select(verdict => ledger.FindHost(verdict.Host)!)
                .Where(host => scope != AffinityScope.Socket || RoomOf(ledger, host, wanted, scope) > 0)
                .ToList();
            var most = inOrder.Count == 0 ? 0 : inOrder.Max(host => RoomOf(ledger, host, wanted, scope));
            var expected = inOrder.Find(host => RoomOf(ledger, host, wanted, scope) == most);
            var chosen = new Placer().Choose(ledger, plain with { Groups = [InRack with { Scope = scope }] }, policy);
            Assert.True(expected?.Id == chosen, $"seed {seed}: {chosen}, not {expected?.Id}");
            turned += expected is not null && expected.Id != inOrder[0].Id ? 1 : 0;
        }

        Assert.True(turned > 60, $"only {turned}");
    }

    private static ZoneLedger MakeZone(CaseGenerator make)
    {
        var ledger = new ZoneLedger(CaseGenerator.Zone);
        for (var index = 0; index < 14; index++)
        {
            var host = Even($"h-{index:d2}", make.Pick(1, 2, 4), make.Pick(1, 1, 2), make.Pick(1, 2, 4));
            ledger.PutHost(host with { Rack = make.Pick("", "r1", "r2", "r3", "r4") }, HostAvailability.Enabled);
        }

        for (var index = 0; index < 40; index++)
        {
            var host = new HostId($"h-{make.Next(14):d2}");
            var request = For($"c-{index}", Pinned(1 + make.Next(3), 1 + make.Next(2))) with { OnlyHosts = [host] };
            if (new Placer().Find(ledger, request, PlacementPolicy.Pack) is { } placement)
            {
                ledger.Apply(request.Compute, placement, []);
            }
        }

        return ledger;
    }

    private static int RoomOf(
        ZoneLedger ledger,
        HostCapacity host,
        Domain.Epa.ComputeRequirements wanted,
        AffinityScope scope) => scope switch
        {
            AffinityScope.Socket => Math.Min(4, SocketsOf(host).Max(socket => CountOn(host, wanted, socket))),
            AffinityScope.Host => Math.Min(4, CountOn(host, wanted)),
            _ => Math.Min(32, host.Inventory.Rack.Length == 0
                ? CountOn(host, wanted)
                : ledger.Hosts().Where(other => other.Inventory.Rack == host.Inventory.Rack)
                    .Sum(other => CountOn(other, wanted))),
        };

    private static IEnumerable<int> SocketsOf(HostCapacity host) =>
        host.Inventory.Cpus.Select(cpu => cpu.SocketId).Distinct();

    private static int CountOn(HostCapacity host, Domain.Epa.ComputeRequirements wanted, int? socket = null)
    {
        var nodes = wanted.EffectiveNumaNodes;
        var cpus = nodes.Max(node => node.VirtualCpus.Count);
        var memory = nodes.Max(node => node.Memory.Bytes) >> 30;
        var inventory = host.Inventory;
        var there = inventory.Cpus.Where(cpu => socket is null || cpu.SocketId == socket);
        var own = there.Select(cpu => cpu.Id).ToHashSet();
        var parts = host.Nodes
            .Where(node => inventory.NumaNodes.First(other => other.Id == node.Id).Cpus.Any(own.Contains))
            .Select(node =>
                (int)Math.Min(node.FreeDedicatedCpus.Count / cpus, node.HugePages.Sum(pool => pool.Free) / memory))
            .ToArray();
        for (var count = 0; ; count++)
        {
            Array.Sort(parts, (left, right) => right.CompareTo(left));
            if (parts.Length < nodes.Length || parts[nodes.Length - 1] < 1)
            {
                return count;
            }

            for (var part = 0; part < nodes.Length; part++)
            {
                parts[part]--;
            }
        }
    }
}
