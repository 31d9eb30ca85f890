using Vim.Domain.Placement;
using Vim.Scheduling.Audit;
using static Vim.Scheduling.Tests.Examples.Servers;

namespace Vim.Scheduling.Tests.Examples;

public sealed class UnknownRackTests : PlacingExamples
{
    [Fact]
    public void Of_a_group_with_members_none_may_go_where_the_rack_is_not_known_and_the_audit_says_so()
    {
        var ledger = Zone(R740xd("known"), R740xd("unknown") with { Rack = "" });
        var group = new GroupMembership(new("g"), AffinityType.AntiAffinity, AffinityScope.Rack) { MaxPerScope = 2 };
        var first = For("first", Pinned(2, 2)) with { Groups = [group], OnlyHosts = [new("known")] };
        var placement = Placer.Find(ledger, first, Scheduling.Placing.PlacementPolicy.Pack)!;
        ledger.Apply(first.Compute, placement, first.GroupIds);
        var second = For("second", Pinned(2, 2)) with { Groups = [group], OnlyHosts = [new("unknown")] };
        Assert.Null(Placer.Find(ledger, second, Scheduling.Placing.PlacementPolicy.Pack));
        Assert.Contains(
            ClaimAudit.CheckAffinity(ledger, second, new() { Host = new("unknown") }),
            found => found.Dimension == Dimension.AntiAffinity);
    }
}
