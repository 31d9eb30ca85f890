using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// Chooses which hosts to empty: sets of them in the order of the memory on them, as long as they can be emptied, with
/// the cheapest full set found as the bound. Everyone on a host makes a move at least, so sets with too many on them
/// are passed over, and no more hosts are looked for than the fewest moves allow. For one search.
/// </summary>
internal sealed class Emptying
{
    private readonly Workspace _space;
    private readonly Relocation _relocation;
    private readonly List<(HostId Host, long Cost, int Moves)> _candidates = [];
    private readonly List<int> _fewest = [0];
    private readonly List<HostId> _chosen = [];
    private ImmutableArray<HostId> _emptied = [];
    private ImmutableArray<Move> _moves = [];
    private long _best = long.MaxValue;

    public Emptying(Workspace space, ZoneLedger ledger)
    {
        _space = space;
        HostId[] hosts = [.. ledger.Hosts().Select(host => host.Id)];
        _relocation = new(space, hosts);
        foreach (var host in hosts)
        {
            var claims = ledger.CountClaims(host);
            var movable = space.MovableOn(host);
            if (claims + ledger.CountHeld(host) == 0)
            {
                space.Closed.Add(host);
            }
            else if (movable.Count == claims && claims <= space.MovesLeft && ledger.CountHeld(host) == 0)
            {
                _candidates.Add((host, movable.Sum(resident => resident.Memory.Bytes), claims));
            }
        }

        _candidates.Sort((left, right) =>
            left.Cost != right.Cost
                ? left.Cost.CompareTo(right.Cost)
                : string.CompareOrdinal(left.Host.Value, right.Host.Value));
        foreach (var moves in _candidates.Select(candidate => candidate.Moves).Order())
        {
            _fewest.Add(_fewest[^1] + moves);
        }
    }

    public RepackingPlan Plan(int count)
    {
        Choose(0, Math.Min(count, _fewest.FindLastIndex(moves => moves <= _space.MovesLeft)), 0, 0);
        return new()
        {
            Moves = _moves,
            EmptiedHosts = _emptied,
            IsReached = _emptied.Length == count,
            IsProven = !_space.IsCut && !_space.IsEnded,
        };
    }

    private void Choose(int from, int count, long cost, int moves)
    {
        var missing = count - _chosen.Count;
        for (var next = from; missing > 0 && next < _candidates.Count && !_space.IsEnded; next++)
        {
            var least = cost + _candidates.Skip(next).Take(missing).Sum(candidate => candidate.Cost);
            if (least >= _best)
            {
                return;
            }

            var (host, hostCost, hostMoves) = _candidates[next];
            if (moves + hostMoves + _fewest[missing - 1] > _space.MovesLeft)
            {
                continue;
            }

            _chosen.Add(host);
            _space.Closed.Add(host);
            if (_relocation.Empty(_chosen, _best) is { } plan)
            {
                Keep(plan, count);
                Choose(next + 1, count, cost + hostCost, moves + hostMoves);
            }

            _space.Closed.Remove(host);
            _chosen.RemoveAt(_chosen.Count - 1);
        }
    }

    /// <summary>More hosts are better; of as many, the cheapest. Only a full set is a bound.</summary>
    private void Keep(ImmutableArray<Move> moves, int count)
    {
        var memory = moves.Sum(move => move.Memory.Bytes);
        var isBetter = _chosen.Count > _emptied.Length
            || (_chosen.Count == _emptied.Length && memory < _moves.Sum(move => move.Memory.Bytes));
        if (isBetter)
        {
            _emptied = [.. _chosen];
            _moves = moves;
        }

        if (_chosen.Count == count)
        {
            _best = Math.Min(_best, memory);
        }
    }
}
