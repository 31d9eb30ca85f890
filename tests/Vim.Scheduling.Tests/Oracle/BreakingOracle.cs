using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Tests.Generation;

namespace Vim.Scheduling.Tests.Oracle;

/// <summary>Which reserved places a request may break, by trying every subset of those on each host.</summary>
internal static class BreakingOracle
{
    /// <summary>Level and number of places of the best subset of any host; null where none does.</summary>
    public static (int Level, int Count)? Least(World world, PlacementRequest request)
    {
        (int Level, int Count)? least = null;
        foreach (var host in world.Hosts.Keys.Where(host => world.Qualifies(host, request)))
        {
            var held = world.Ledger.HeldOn(host)
                .Where(claim => PriorityOf(world, claim.Holder.Place!.Value) < request.Priority)
                .ToList();
            for (var subset = 1; subset < 1 << held.Count; subset++)
            {
                var gone = held.Where((_, index) => (subset >> index & 1) != 0).ToList();
                var level = gone.Max(claim => PriorityOf(world, claim.Holder.Place!.Value));
                (int Level, int Count) cost = (level, gone.Count);
                if ((least is null || cost.CompareTo(least.Value) < 0) && Fits(world, request, host, gone))
                {
                    least = cost;
                }
            }
        }

        return least;
    }

    public static int PriorityOf(World world, ReservedPlace place) =>
        world.Ledger.FindReservation(place.Reservation)!.Priority;

    private static bool Fits(World world, PlacementRequest request, HostId host, IReadOnlyList<Claim> gone) =>
        new BruteForce(
            world.Hosts[host],
            [.. world.ClaimsOn(host).Except(gone).Select(claim => claim.Placement)],
            nodes => SocketOracle.Allows(world, request, host, nodes)).Fits(request.Requirements);
}
