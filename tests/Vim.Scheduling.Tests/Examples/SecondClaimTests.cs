using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

/// <summary>Claims of computes that migrate: two of one compute, on two hosts.</summary>
public sealed class SecondClaimTests
{
    private static readonly ComputeId Mover = new("mover");
    private static readonly GroupMembership Apart = new(new("g"), AffinityType.AntiAffinity, AffinityScope.Host);

    private readonly Placer _placer = new();
    private readonly ZoneLedger _ledger = Zone(R740xd("a"), R740xd("b"), R740xd("c"));

    [Fact]
    public void Two_claims_change_roles_and_leave_nothing_when_one_is_given_back()
    {
        var alone = Zone(R740xd("a"), R740xd("b"), R740xd("c"));
        var (home, target) = Migrate();
        Assert.Equal(2, _ledger.ClaimCount);
        Assert.Equal([false, true], _ledger.Claims().Select(claim => claim.IsElsewhere));
        Assert.Equal(home, _ledger.FindClaim(Mover)!.Placement);
        var before = _ledger.Digest();

        _ledger.Exchange(Mover);
        Assert.Equal(target, _ledger.FindClaim(Mover)!.Placement);
        Assert.Equal(home, _ledger.FindElsewhere(Mover)!.Placement);
        Assert.NotEqual(before, _ledger.Digest());
        Assert.Equal(_ledger.Digest(), _ledger.Copy().Digest());

        Assert.True(_ledger.ReleaseElsewhere(Mover));
        Assert.False(_ledger.ReleaseElsewhere(Mover));
        alone.Apply(Mover, target, [Apart.Group]);
        Assert.Equal(alone.Digest(), _ledger.Digest());
    }

    [Fact]
    public void A_compute_that_ends_gives_both_back()
    {
        var empty = _ledger.Digest();
        Migrate();
        _ledger.Release(Mover);
        Assert.Equal((empty, 0), (_ledger.Digest(), _ledger.ClaimCount));
        Assert.Empty(_ledger.MembersOf(Apart.Group));
    }

    [Fact]
    public void Both_places_keep_others_of_the_group_away_and_not_the_compute_itself()
    {
        Migrate();
        var other = For("other", Pinned(1, 1)) with { Groups = [Apart] };
        Assert.Equal("c", _placer.Find(_ledger, other, PlacementPolicy.Pack)!.Host.Value);
        foreach (var host in (string[])["a", "b", "c"])
        {
            var place = _placer.Find(_ledger, other with { OnlyHosts = [new(host)] }, PlacementPolicy.Pack);
            Assert.Equal(host == "c", place is not null);
            var alone = For("other", Pinned(1, 1)) with { OnlyHosts = [new(host)] };
            var unbound = _placer.Find(_ledger, alone, PlacementPolicy.Pack)!;
            Assert.Equal(host == "c", ClaimAudit.CheckAffinity(_ledger, other, unbound).Count == 0);
        }

        var again = For(Mover.Value, Pinned(2, 2)) with { Groups = [Apart], NotHosts = [new("a"), new("b")] };
        Assert.Equal("c", _placer.Find(_ledger, again, PlacementPolicy.Pack)!.Host.Value);
    }

    [Fact]
    public void A_second_claim_needs_a_first_one_on_another_host_and_what_it_takes()
    {
        var (home, target) = Migrate();
        var digest = _ledger.Digest();
        Assert.Throws<LedgerException>(() => _ledger.ApplyElsewhere(new("nobody"), target));
        Assert.Throws<LedgerException>(() => _ledger.ApplyElsewhere(Mover, home));
        Assert.Throws<LedgerException>(() => _ledger.ApplyElsewhere(Mover, target with { Host = new("c") }));
        _ledger.ApplyElsewhere(Mover, target);

        var stranger = new ComputeId("stranger");
        _ledger.Apply(stranger, home with { Host = new("c") }, []);
        Assert.Throws<LedgerException>(() => _ledger.ApplyElsewhere(stranger, target));
        _ledger.Release(stranger);
        Assert.Equal(digest, _ledger.Digest());
    }

    [Fact]
    public void Another_inventory_and_other_groups_keep_both()
    {
        Migrate();
        var digest = _ledger.Digest();
        _ledger.PutHost(R740xd("b"), HostAvailability.Enabled);
        Assert.Equal(digest, _ledger.Digest());
        _ledger.SetGroups(Mover, []);
        Assert.NotNull(_ledger.FindElsewhere(Mover));
        _ledger.SetGroups(Mover, [Apart.Group]);
        Assert.Equal(digest, _ledger.Digest());
        Assert.False(_ledger.RemoveHost(new("b")));
    }

    private (HostPlacement Home, HostPlacement Target) Migrate()
    {
        var request = For(Mover.Value, Pinned(2, 2)) with { Groups = [Apart], OnlyHosts = [new("a")] };
        var home = _placer.Find(_ledger, request, PlacementPolicy.Pack)!;
        _ledger.Apply(Mover, home, request.GroupIds);
        var target = _placer.Find(_ledger, request with { OnlyHosts = [new("b")] }, PlacementPolicy.Pack)!;
        _ledger.ApplyElsewhere(Mover, target);
        return (home, target);
    }
}
