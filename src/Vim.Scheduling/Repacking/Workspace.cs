using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Repacking;

/// <summary>
/// The ledger while a plan is searched: moves are done on it and undone, last first, so that each next one is tried
/// against what would then be. For one search.
/// </summary>
internal sealed class Workspace
{
    private readonly ZoneLedger _ledger;
    private readonly Placer _placer;
    private readonly PlacementPolicy _policy;
    private readonly Dictionary<ComputeId, Resident> _residents = [];
    private readonly Dictionary<ComputeId, ImmutableArray<AffinityGroupId>> _groups = [];
    private readonly Dictionary<ComputeId, Vector512<int>> _gains = [];
    private readonly List<Move> _moves = [];
    private readonly HashSet<ComputeId> _moved = [];
    private int _triesLeft;

    public Workspace(
        ZoneLedger ledger,
        Placer placer,
        PlacementPolicy policy,
        IEnumerable<Resident> residents,
        RepackingLimits limits)
    {
        _ledger = ledger;
        _placer = placer;
        _policy = policy;
        _triesLeft = limits.MaxTries;
        Limits = limits;
        foreach (var resident in residents)
        {
            _residents.Add(resident.Request.Compute, resident);
        }

        BindBothWays();
    }

    public RepackingLimits Limits { get; }

    public IReadOnlyList<Move> Moves => _moves;

    public int MovesLeft => Limits.MaxMoves - _moves.Count;

    public long Cost { get; private set; }

    /// <summary>Hosts that nothing may move to.</summary>
    public HashSet<HostId> Closed { get; } = [];

    /// <summary>Whether something was left untried.</summary>
    public bool IsCut { get; set; }

    public bool IsEnded => _triesLeft <= 0;

    /// <summary>Who may leave a host, the cheapest first; whoever has a place of a reservation stays in it.</summary>
    public List<Resident> MovableOn(HostId host) =>
    [
        .. _ledger.ClaimsOn(host)
            .Where(claim => !_moved.Contains(claim.Compute) && _ledger.PlaceOf(claim.Compute) is null)
            .Select(claim => _residents.GetValueOrDefault(claim.Compute))
            .OfType<Resident>()
            .Where(resident => resident.IsMovable)
            .OrderBy(resident => resident.Memory)
            .ThenBy(resident => resident.Request.Compute.Value, StringComparer.Ordinal),
    ];

    public HostId HostOf(Resident resident) => _ledger.FindClaim(resident.Request.Compute)!.Placement.Host;

    /// <summary>With what its host gains at most when it leaves.</summary>
    public Leaver LeaverOf(Resident resident)
    {
        var compute = resident.Request.Compute;
        if (!_gains.TryGetValue(compute, out var gain))
        {
            var placement = _ledger.FindClaim(compute)!.Placement;
            gain = HostRowGain.MostOf(placement, _ledger.FindState(placement.Host)!);
            _gains.Add(compute, gain);
        }

        return new(resident, gain);
    }

    /// <summary>What a host's row lacks for the request at least.</summary>
    public Vector512<int> LackOn(PlacementRequest request, HostId host)
    {
        var row = _ledger.FindState(host)!.Row;
        return Vector512.Max(_placer.LeastOf(_ledger, request), row) - row;
    }

    /// <summary>What the request gets on a host; null where it does not fit there or may not be there.</summary>
    public HostPlacement? FindOn(PlacementRequest request, HostId host) =>
        (request.OnlyHosts.IsEmpty || request.OnlyHosts.Contains(host)) && !request.NotHosts.Contains(host)
            ? Find(request with { OnlyHosts = [host] })
            : null;

    /// <summary>Whether the request fits a host once some have left it.</summary>
    public bool FitsWithout(PlacementRequest request, HostId host, IReadOnlyList<Resident> leaving)
    {
        var claims = leaving.Select(resident => _ledger.FindClaim(resident.Request.Compute)!).ToList();
        foreach (var claim in claims)
        {
            _ledger.Release(claim.Compute);
        }

        var fits = FindOn(request, host) is not null;
        foreach (var claim in claims)
        {
            _ledger.Restore(claim.Compute, claim.Placement, claim.Groups);
        }

        return fits;
    }

    /// <summary>Where the resident can go now, the best by the policy first.</summary>
    public IEnumerable<HostPlacement> TargetsOf(Resident resident)
    {
        var request = resident.Request;
        var closed = request.NotHosts.AddRange(Closed).Add(HostOf(resident));
        for (var count = 0; ; count++)
        {
            if (Find(request with { NotHosts = closed }) is not { } target)
            {
                yield break;
            }

            if (count == Limits.MaxTargets)
            {
                IsCut = true;
                yield break;
            }

            yield return target;
            closed = closed.Add(target.Host);
        }
    }

    public void Do(Resident resident, HostPlacement target)
    {
        var compute = resident.Request.Compute;
        var claim = _ledger.FindClaim(compute)!;
        _groups[compute] = claim.Groups;
        _ledger.Release(compute);
        _ledger.Apply(compute, target, claim.Groups);
        _moves.Add(new(compute, claim.Placement, target, resident.Memory));
        _moved.Add(compute);
        Cost += resident.Memory.Bytes;
    }

    public void Undo()
    {
        var move = _moves[^1];
        _ledger.Release(move.Compute);
        _ledger.Restore(move.Compute, move.From, _groups[move.Compute]);
        _moves.RemoveAt(_moves.Count - 1);
        _moved.Remove(move.Compute);
        Cost -= move.Memory.Bytes;
    }

    public void UndoTo(int count)
    {
        while (_moves.Count > count)
        {
            Undo();
        }
    }

    /// <summary>Does the moves of a plan that was found on this ledger.</summary>
    public void Redo(IEnumerable<Move> moves)
    {
        foreach (var move in moves)
        {
            Do(_residents[move.Compute], move.To);
        }
    }

    private HostPlacement? Find(PlacementRequest request)
    {
        if (--_triesLeft < 0)
        {
            IsCut = true;
            return null;
        }

        return _placer.Find(_ledger, request, _policy);
    }

    /// <summary>Wishes that name one other compute bind that one too, once it is the one that moves.</summary>
    private void BindBothWays()
    {
        foreach (var resident in _residents.Values.ToList())
        {
            foreach (var wish in resident.Request.Resources)
            {
                if (_residents.TryGetValue(wish.Compute, out var other))
                {
                    var back = wish with { Compute = resident.Request.Compute };
                    var request = other.Request with { Resources = other.Request.Resources.Add(back) };
                    _residents[wish.Compute] = other with { Request = request };
                }
            }
        }
    }
}
