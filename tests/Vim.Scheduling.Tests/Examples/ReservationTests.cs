using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class ReservationTests
{
    private static readonly PlacementPolicy Pack = PlacementPolicy.Pack;
    private readonly Placer _placer = new();

    [Fact]
    public void What_is_reserved_is_taken_for_everybody_but_those_who_name_the_reservation()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var wanted = For("c", Pinned(30, 30).WithVnics(Vnic("e", VnicKind.SriovVf)));
        Assert.Equal(4, _placer.CountMore(ledger, wanted, Pack, 10));
        Reserve(ledger, "r", 3, wanted);
        Assert.Equal(1, _placer.CountMore(ledger, wanted, Pack, 10));
        Assert.Equal(1, _placer.Explain(ledger, wanted, Pack).Count(verdict => verdict.IsFeasible));
        var capacity = ledger.Capacity().DedicatedCpus;
        Assert.Equal((90, 0, 62), (capacity.Reserved, capacity.Allocated, capacity.Free));

        for (var number = 0; number < 3; number++)
        {
            var place = Take(ledger, $"c{number}", wanted);
            Assert.Equal(new ReservedPlace(new("r"), number), place);
        }

        capacity = ledger.Capacity().DedicatedCpus;
        Assert.Equal((0, 90), (capacity.Reserved, capacity.Allocated));
        var refusal = _placer.Place(ledger, Naming(wanted, "c3"), Pack).Infeasible!;
        Assert.Equal("r: 3 of 3 places are taken, 0 lost", Assert.Single(refusal.Shortfalls).Detail);

        // Its place is the reservation's again, not anybody's.
        ledger.Release(new("c1"));
        Assert.Equal(1, _placer.CountMore(ledger, wanted, Pack, 10));
        Assert.Equal(1, Take(ledger, "c4", wanted).Number);
        ledger.Release(new("c0"));
        ledger.EndReservation(new("r"));
        Assert.Equal(2, ledger.ClaimCount);
        Assert.Equal(2, _placer.CountMore(ledger, wanted, Pack, 10));
        ledger.Release(new("c2"));
        Assert.Equal(3, _placer.CountMore(ledger, wanted, Pack, 10));
    }

    [Fact]
    public void A_smaller_compute_leaves_the_rest_of_its_place_reserved()
    {
        var ledger = Zone(R740xd("a"));
        var wanted = For("c", Pinned(38, 80).OnNodes((19, 40), (19, 40)));
        Reserve(ledger, "r", 2, wanted);
        var before = ledger.Digest();
        Take(ledger, "small", For("small", Pinned(4, 8)));
        var capacity = ledger.Capacity();
        Assert.Equal(
            (72, 4, 0),
            (capacity.DedicatedCpus.Reserved, capacity.DedicatedCpus.Allocated, capacity.DedicatedCpus.Free));
        Assert.Equal((152, 8), (capacity.HugePages[0].Pages.Reserved, capacity.HugePages[0].Pages.Allocated));
        Assert.False(_placer.Place(ledger, For("x", Pinned(1, 1)), Pack).IsFeasible);
        ledger.Release(new("small"));
        Assert.Equal(before, ledger.Digest());

        var large = _placer.Place(ledger, Naming(For("large", Pinned(20, 20)), "large"), Pack).Infeasible!;
        Assert.Equal("r: 0 of 2 places are taken, 0 lost; it does not fit the 2 others", large.Shortfalls[0].Detail);
        var unknown = _placer.Place(ledger, wanted with { Reservation = new("s") }, Pack).Infeasible!;
        Assert.Equal("s, which is not known in zone zone-1", unknown.Shortfalls[0].Detail);
    }

    [Fact]
    public void Who_takes_a_place_keeps_to_its_groups_and_to_enabled_hosts()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var wanted = For("c", Pinned(30, 30));
        Reserve(ledger, "r", 4, wanted);
        var apart = new GroupMembership(new("g"), AffinityType.AntiAffinity, AffinityScope.Host);
        Assert.Equal(0, Take(ledger, "c0", wanted with { Groups = [apart] }).Number);
        Assert.Equal(2, Take(ledger, "c1", wanted with { Groups = [apart] }).Number);
        Assert.False(_placer.Place(ledger, Naming(wanted, "c2") with { Groups = [apart] }, Pack).IsFeasible);
        ledger.SetAvailability(new("a"), HostAvailability.Suspected);
        Assert.Equal(3, Take(ledger, "c2", wanted).Number);
        Assert.False(_placer.Place(ledger, Naming(wanted, "c3"), Pack).IsFeasible);
    }

    [Fact]
    public void A_higher_priority_breaks_unused_places_of_the_lowest_first_and_never_a_compute()
    {
        var ledger = Zone(R740xd("a"));
        var wanted = For("c", Pinned(18, 20));
        Reserve(ledger, "high", 1, wanted, priority: 20);
        Reserve(ledger, "low", 2, wanted, priority: 10);
        ledger.Apply(new("plain"), _placer.Find(ledger, For("plain", Pinned(18, 20)), Pack)!, []);
        Take(ledger, "used", wanted, "low");
        var urgent = For("urgent", Pinned(18, 20));
        Assert.False(_placer.Place(ledger, urgent with { Priority = 10 }, Pack).IsFeasible);
        var result = _placer.Place(ledger, urgent with { Priority = 30 }, Pack);
        Assert.Equal([new ReservedPlace(new("low"), 1)], result.Breaks);
        ledger.Apply(urgent with { Priority = 30 }, result);
        var low = ledger.FindReservation(new("low"))!;
        Assert.Equal((0, 1, 1), (low.UnusedCount, low.TakenCount, low.LostCount));

        var next = For("next", Pinned(18, 20)) with { Priority = 30 };
        result = _placer.Place(ledger, next, Pack);
        Assert.Equal([new ReservedPlace(new("high"), 0)], result.Breaks);
        ledger.Apply(next, result);
        Assert.False(_placer.Place(ledger, For("last", Pinned(18, 20)) with { Priority = 1_000 }, Pack).IsFeasible);

        // When room comes, what was lost is placed again.
        ledger.Release(new("plain"));
        ledger.Mend(new(new("low"), 1), _placer.Find(ledger, low.Container, Pack)!);
        Assert.Equal(1, ledger.FindReservation(new("low"))!.UnusedCount);
        Assert.Throws<LedgerException>(() => ledger.Mend(new(new("low"), 1), low.Places[1].Placement));
    }

    [Fact]
    public void As_few_places_as_can_be_are_broken_and_of_many_hosts_the_one_that_needs_the_fewest()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        Reserve(ledger, "small", 8, For("c", Pinned(9, 9)) with { OnlyHosts = [new("a")] });
        Reserve(ledger, "large", 4, For("c", Pinned(19, 19)) with { OnlyHosts = [new("b")] });
        var urgent = For("urgent", Pinned(19, 19)) with { Priority = 1 };
        Assert.Equal([new ReservedPlace(new("large"), 0)], _placer.Place(ledger, urgent, Pack).Breaks);
        var onA = _placer.Place(ledger, urgent with { OnlyHosts = [new("a")] }, Pack);
        Assert.Equal(2, onA.Breaks.Length);
        Assert.Equal(onA.Placement!.Nodes[0].HostNode, Node(0));
        Assert.Equal(Node(0), Node(1));

        int Node(int index) =>
            ledger.FindReservation(new("small"))!.Places[onA.Breaks[index].Number].Placement.Nodes[0].HostNode;
    }

    [Fact]
    public void The_rest_of_a_place_in_use_may_be_broken_and_the_place_is_gone_with_its_compute()
    {
        var ledger = Zone(R740xd("a"));
        Reserve(ledger, "r", 2, For("c", Pinned(38, 80)));
        Take(ledger, "small", For("small", Pinned(4, 8)), "r");
        ledger.Break(new(new("r"), 1));
        var urgent = For("urgent", Pinned(38, 38)) with { Priority = 1 };
        ledger.Apply(urgent, _placer.Place(ledger, urgent, Pack));
        var more = For("more", Pinned(30, 40)) with { Priority = 1 };
        var result = _placer.Place(ledger, more, Pack);
        Assert.Equal([new ReservedPlace(new("r"), 0)], result.Breaks);
        ledger.Apply(more, result);
        Assert.NotNull(ledger.FindClaim(new("small")));
        ledger.Release(new("small"));
        Assert.Equal(
            (0, 2),
            (ledger.FindReservation(new("r"))!.UnusedCount, ledger.FindReservation(new("r"))!.LostCount));
        Assert.Equal(0, ledger.CountHeld(new("a")));
    }

    [Fact]
    public void A_host_with_reserved_places_stays_and_in_what_if_they_are_lost()
    {
        var ledger = Zone(R740xd("a"), R740xd("b"));
        var wanted = For("c", Pinned(38, 38));
        Reserve(ledger, "r", 3, wanted);
        Take(ledger, "c0", wanted);
        Assert.False(ledger.RemoveHost(new("b")));
        Assert.Empty(ledger.PutHost(R740xd("b") with { BootId = "again" }, HostAvailability.Enabled));
        Assert.Equal(1, ledger.CountHeld(new("b")));

        var whatIf = new WhatIf(ledger, Pack);
        var moved = Assert.Single(whatIf.Remove([new("a")], compute => For(compute.Value, Pinned(38, 38))));
        Assert.Equal("b", moved.Placement!.Host.Value);
        Assert.Equal(2, whatIf.Ledger.FindReservation(new("r"))!.LostCount);
        Assert.Equal(0, ledger.FindReservation(new("r"))!.LostCount);
    }

    [Fact]
    public void What_cannot_be_booked_changes_nothing()
    {
        var ledger = Zone(R740xd("a"));
        var wanted = For("c", Pinned(38, 38));
        Reserve(ledger, "r", 1, wanted);
        var place = ledger.FindReservation(new("r"))!.Places[0].Placement;
        var before = ledger.Digest();
        Assert.Throws<LedgerException>(() => Reserve(ledger, "r", 1, wanted));
        Assert.Throws<LedgerException>(() => ledger.Reserve(Of("s", wanted, 0, [place])));
        Assert.Throws<LedgerException>(() => ledger.Apply(new("c"), place, []));
        Assert.Throws<LedgerException>(() => ledger.Take(new(new("r"), 1), new("c"), place, []));
        Assert.Throws<LedgerException>(() => ledger.Take(new(new("s"), 0), new("c"), place, []));
        var larger = place with { Nodes = [place.Nodes[0] with { PageCount = 39 }] };
        Assert.Throws<LedgerException>(() => ledger.Take(new(new("r"), 0), new("c"), larger, []));
        Assert.Equal(before, ledger.Digest());
        ledger.Break(new(new("r"), 0));
        Assert.Throws<LedgerException>(() => ledger.Break(new(new("r"), 0)));
    }

    private void Reserve(ZoneLedger ledger, string id, int count, PlacementRequest container, int priority = 0)
    {
        var places = _placer.PlaceAll(ledger, container, count, Pack, out var refusal);
        Assert.Null(refusal);
        ledger.Reserve(Of(id, container, priority, places));
    }

    private static CapacityReservation Of(
        string id, PlacementRequest container, int priority, ImmutableArray<HostPlacement> places) => new()
        {
            Id = new(id),
            Priority = priority,
            Container = container,
            Places = [.. places.Select(place => new PlaceState(place))],
        };

    private static PlacementRequest Naming(PlacementRequest request, string compute, string reservation = "r") =>
        request with { Compute = new(compute), Reservation = new(reservation) };

    private ReservedPlace Take(ZoneLedger ledger, string compute, PlacementRequest request, string reservation = "r")
    {
        var naming = Naming(request, compute, reservation);
        var result = _placer.Place(ledger, naming, Pack);
        Assert.True(result.IsFeasible, result.Infeasible?.ToString());
        ledger.Apply(naming, result);
        return result.Takes!.Value;
    }
}
