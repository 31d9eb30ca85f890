using System.Runtime.Intrinsics;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Indexing;

public sealed class HostRowGainTests
{
    [Fact]
    public void Whoever_leaves_a_row_gains_no_more_than_their_bounds_add_up_to()
    {
        int several = 0, exact = 0;
        for (var seed = 60_000; seed < 63_000; seed++)
        {
            var world = new World(seed);
            var random = new Random(seed);
            foreach (var id in world.Hosts.Keys)
            {
                var host = world.Ledger.FindState(id)!;
                var leaving = world.Ledger.ClaimsOn(id).Where(_ => random.Next(5) > 0).ToList();
                var bound = leaving.Aggregate(
                    host.Row, (row, claim) => row + HostRowGain.MostOf(claim.Placement, host));
                foreach (var claim in leaving)
                {
                    world.Ledger.Release(claim.Compute);
                }

                Assert.True(
                    Vector512.LessThanOrEqualAll(host.Row, bound),
                    $"seed {seed}, {id}: without {leaving.Count} its row is {host.Row}, at most {bound}");
                several += leaving.Count > 1 ? 1 : 0;
                exact += leaving.Count > 0
                    && HostRow.At(host.Row, Column.FreeCpus) == HostRow.At(bound, Column.FreeCpus) ? 1 : 0;
            }
        }

        Assert.True(several > 50 && exact > 100, $"degenerate: {several} of several, {exact} exact in CPUs");
    }
}
