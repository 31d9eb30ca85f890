using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Repacking;

namespace Vim.Scheduling.Tests.Repacking;

/// <summary>
/// Every sequence of at most so many moves in which nobody moves twice, one after the other: slow, and simple enough
/// to be believed.
/// </summary>
internal sealed class ExhaustivePlanner(ZoneLedger ledger, IReadOnlyList<Resident> residents, int maxMoves)
{
    private readonly Placer _placer = new();
    private readonly HashSet<ComputeId> _moved = [];
    private readonly List<HostId> _hosts = [.. ledger.Hosts().Select(host => host.Id)];
    private long _best;

    /// <summary>Bytes of the cheapest sequence after which the zone is as wanted; null where there is none.</summary>
    public long? Cheapest(Func<bool> isReached, Func<HostId, bool> mayReceive)
    {
        _best = long.MaxValue;
        Search(0, isReached, mayReceive);
        return _best == long.MaxValue ? null : _best;
    }

    public bool Fits(PlacementRequest request) => _placer.Find(ledger, request, PlacementPolicy.Pack) is not null;

    private void Search(long cost, Func<bool> isReached, Func<HostId, bool> mayReceive)
    {
        if (cost < _best && isReached())
        {
            _best = cost;
        }

        if (_moved.Count == maxMoves)
        {
            return;
        }

        foreach (var resident in residents)
        {
            var compute = resident.Request.Compute;
            var next = cost + resident.Memory.Bytes;
            if (resident.IsMovable && next < _best && _moved.Add(compute))
            {
                Move(resident, next, isReached, mayReceive);
                _moved.Remove(compute);
            }
        }
    }

    private void Move(Resident resident, long cost, Func<bool> isReached, Func<HostId, bool> mayReceive)
    {
        var claim = ledger.FindClaim(resident.Request.Compute)!;
        foreach (var host in _hosts.Where(host => host != claim.Placement.Host && mayReceive(host)))
        {
            var request = resident.Request with { OnlyHosts = [host] };
            if (_placer.Find(ledger, request, PlacementPolicy.Pack) is { } target)
            {
                ledger.Release(claim.Compute);
                ledger.Apply(claim.Compute, target, claim.Groups);
                Search(cost, isReached, mayReceive);
                ledger.Release(claim.Compute);
                ledger.Apply(claim.Compute, claim.Placement, claim.Groups);
            }
        }
    }
}
