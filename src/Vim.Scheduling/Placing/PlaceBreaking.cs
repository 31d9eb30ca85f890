using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Finds room for a compute in what reservations of a lower priority hold and do not use: of the lowest priority with
/// which it fits on any host, where the fewest places are broken; of those as the policy takes hosts. Whether there is
/// room is exact. That no fewer places would do is exact as far as <see cref="MaxTries"/> reaches, then each place is
/// needed, but others might be fewer. Computes are never touched. For one thread at a time.
/// </summary>
internal sealed class PlaceBreaking(DemandCache demands, HostRules rules, HostChoice choice, PlacementBuilder builder)
{
    /// <summary>Sets of places that are tried on one host before it makes do.</summary>
    private const int MaxTries = 1_000;

    private readonly FilterRules _filters = new();
    private int _triesLeft;

    /// <summary>The placement and what is broken for it; null where that is not enough either.</summary>
    public (HostPlacement Placement, ImmutableArray<ReservedPlace> Broken)? Find(
        ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var levels = ledger.AllReservations
            .Where(reservation => reservation.Priority < request.Priority)
            .Select(reservation => reservation.Priority)
            .Distinct()
            .Order();
        foreach (var level in levels)
        {
            if (FindAt(level, ledger, request, policy) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private (HostPlacement Placement, ImmutableArray<ReservedPlace> Broken)? FindAt(
        int level, ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = demands.Of(ledger, request.Requirements);
        // The filters are held against hosts as they would be without the places.
        rules.Take(ledger, demand, request, filters: []);
        _filters.Take(demand, request, policy.Filters);
        Option? best = null;
        foreach (var id in HostsWith(level, ledger))
        {
            var host = ledger.FindState(id)!;
            if (host.Availability != HostAvailability.Enabled || !rules.Allows(host))
            {
                continue;
            }

            var breakable = BreakableOn(host, level, ledger);
            if (Least(host, breakable, demand, best?.Broken.Length ?? breakable.Length) is { } broken)
            {
                var option = OptionOf(host, broken, demand, request, policy);
                best = best is null || option.IsBefore(best) ? option : best;
            }
        }

        return best is null ? null : (best.Placement, [.. best.Broken.Select(claim => claim.Holder.Place!.Value)]);
    }

    /// <summary>Hosts on which something of that priority or a lower one is held, by id.</summary>
    private static IEnumerable<HostId> HostsWith(int level, ZoneLedger ledger) => ledger.AllReservations
        .Where(reservation => reservation.Priority <= level)
        .SelectMany(reservation => reservation.Places)
        .Select(place => place.Placement.Host)
        .Distinct()
        .Where(host => ledger.CountHeld(host) > 0)
        .OrderBy(host => host.Value, StringComparer.Ordinal);

    /// <summary>The lowest priority first.</summary>
    private static Claim[] BreakableOn(HostState host, int level, ZoneLedger ledger) =>
    [
        .. host.Held.Values
            .Select(claim => (Claim: claim, Place: claim.Holder.Place!.Value))
            .Select(item => (item.Claim, item.Place, ledger.FindReservation(item.Place.Reservation)!.Priority))
            .Where(item => item.Priority <= level)
            .OrderBy(item => item.Priority)
            .ThenBy(item => item.Place.Reservation.Value, StringComparer.Ordinal)
            .ThenBy(item => item.Place.Number)
            .Select(item => item.Claim),
    ];

    /// <summary>
    /// The fewest claims, at most so many, without which the demand fits; null where not even all do.
    /// </summary>
    private Claim[]? Least(HostState host, Claim[] breakable, Demand demand, int most)
    {
        if (breakable.Length == 0 || !FitsWithout(host, breakable, demand))
        {
            return null;
        }

        _triesLeft = MaxTries;
        for (var count = 1; count <= Math.Min(most, breakable.Length - 1); count++)
        {
            if (Choose(host, breakable, demand, [], 0, count) is { } chosen)
            {
                return chosen;
            }

            if (_triesLeft == 0)
            {
                return Needed(host, breakable, demand);
            }
        }

        return breakable.Length <= most ? breakable : null;
    }

    /// <summary>The first so many claims, in order, without which the demand fits.</summary>
    private Claim[]? Choose(HostState host, Claim[] breakable, Demand demand, Claim[] chosen, int from, int left)
    {
        if (left == 0)
        {
            return _triesLeft-- > 0 && FitsWithout(host, chosen, demand) ? chosen : null;
        }

        for (var index = from; index <= breakable.Length - left && _triesLeft > 0; index++)
        {
            if (Choose(host, breakable, demand, [.. chosen, breakable[index]], index + 1, left - 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>All of them but those that need not go, the highest priority spared first.</summary>
    private Claim[] Needed(HostState host, Claim[] breakable, Demand demand)
    {
        var needed = breakable.ToList();
        for (var index = needed.Count - 1; index >= 0; index--)
        {
            var spared = needed[index];
            needed.RemoveAt(index);
            if (!FitsWithout(host, needed, demand))
            {
                needed.Insert(index, spared);
            }
        }

        return [.. needed];
    }

    private bool FitsWithout(HostState host, IReadOnlyList<Claim> broken, Demand demand)
    {
        choice.Fit.Budget.StartDecision();
        var trial = Without(host, broken);
        return _filters.AllowTrial(trial, trial.Held.Count - broken.Count)
            && choice.Fit.Fit(trial, demand, NodeOrder.LeastLeft, demand.PreferenceCount, rules.LimitsOf(host));
    }

    private Option OptionOf(
        HostState host, Claim[] broken, Demand demand, PlacementRequest request, PlacementPolicy policy)
    {
        var trial = Without(host, broken);
        choice.Fit.Budget.StartDecision();
        var isWished = choice.HoldWishes(trial, demand, rules);
        var remote = choice.LeastRemote(trial, demand, policy.NodeOrder, rules.LimitsOf(trial));
        rules.HoldsWishes = false;
        return new(
            broken,
            builder.Build(trial, demand, request, choice.Fit),
            !isWished,
            remote,
            policy.Scorer.Score(HostIndex.LoadOf(trial, HostRow.Of(trial)), demand.Load));
    }

    private static HostState Without(HostState host, IReadOnlyList<Claim> broken)
    {
        var trial = host.Copy();
        foreach (var claim in broken)
        {
            trial.Book(claim.Placement, -1);
        }

        return trial;
    }

    /// <summary>Breaking on one host. Those that come later by host id are better only if they are better.</summary>
    private sealed record Option(Claim[] Broken, HostPlacement Placement, bool IsUnwished, int Remote, long Score)
    {
        public bool IsBefore(Option other) =>
            (Broken.Length, IsUnwished, Remote, Score).CompareTo(
                (other.Broken.Length, other.IsUnwished, other.Remote, other.Score)) < 0;
    }
}
