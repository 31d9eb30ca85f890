using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Explaining;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Answers where a compute can live: the ledger is only read, and the same ledger, request and policy give the same
/// answer. It refuses only when no host fits. A placer holds scratch, and what it found out of requests and hosts of
/// late, nothing else; for one thread at a time.
/// </summary>
public sealed class Placer
{
    private readonly DemandCache _demands = new();
    private readonly HostRules _rules = new();
    private readonly HostChoice _choice = new();
    private readonly PlacementBuilder _builder = new();
    private readonly Refusal _refusal;
    private readonly Verdicts _verdicts;
    private readonly CapacityCount _capacity;
    private readonly PlaceTaking _taking;
    private readonly PlaceBreaking _breaking;

    /// <summary>A placer that has seen nothing.</summary>
    public Placer()
    {
        _refusal = new(_demands, _rules, _choice);
        _verdicts = new(_demands, _rules, _choice, _builder);
        _capacity = new(_demands, _rules, new(_rules, _choice, _builder));
        _taking = new(_demands, _rules, _choice, _builder);
        _breaking = new(_demands, _rules, _choice, _builder);
    }

    /// <summary>
    /// The best host by the policy that fits in every dimension, and exactly what of it. Functions for which local is
    /// preferred are local where any host of the zone can do so; else the best host is taken, with as few remote as
    /// it can. Soft groups come before that: where some host fits as all of them wish, only such hosts are looked at.
    /// After that, the first member of a group that stays together goes where the most like it have room.
    /// A request that names a reservation is placed inside one of its unused places, and nowhere else. Any other that
    /// fits no host may break unused places of reservations of a lower priority: of the lowest priority with which it
    /// fits, as few as it can. No compute ever gives way.
    /// </summary>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="request">Well formed (<see cref="Domain.Epa.ComputeRequirementsRules"/>).</param>
    /// <param name="policy">Which host of those that fit.</param>
    public PlacementResult Place(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        if (request.Reservation is not { } reservation)
        {
            return Find(ledger, request, policy) is { } free ? PlacementResult.Of(free)
                : _breaking.Find(ledger, request, policy) is var (best, broken) ? PlacementResult.Breaking(broken, best)
                : PlacementResult.Of(_refusal.Explain(ledger, request, policy));
        }

        return _taking.Find(ledger, request, reservation, policy.NodeOrder) is var (place, placement)
            ? PlacementResult.In(place, placement)
            : PlacementResult.Of(ReservationRefusal.Of(ledger, reservation));
    }

    /// <summary>
    /// Places for so many computes like this one, all at once: what a reservation books
    /// (<see cref="ZoneLedger.Reserve"/>). The ledger is as before when it returns.
    /// </summary>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="container">What each place is room for; well formed, without groups and reservation.</param>
    /// <param name="count">How many, 1 to <see cref="CapacityReservation.MaxPlaces"/>.</param>
    /// <param name="policy">Which host each takes.</param>
    /// <param name="refusal">
    /// Why there is no room for one more than is returned; null where there is room for all.
    /// </param>
    /// <returns>
    /// Placements that fit beside one another: as many as asked for where <paramref name="refusal"/> is null.
    /// </returns>
    public ImmutableArray<HostPlacement> PlaceAll(
        ZoneLedger ledger,
        PlacementRequest container,
        int count,
        PlacementPolicy policy,
        out Infeasible? refusal)
    {
        Infeasible? found = null;
        var places = ReservationPlacing.Place(
            this, ledger, container, count, policy, () => found = _refusal.Explain(ledger, container, policy));
        refusal = found;
        return places;
    }

    /// <summary>
    /// As <see cref="PlaceAll"/>, but without the reasons: as many places as there is room for, at most
    /// <paramref name="count"/>.
    /// </summary>
    public ImmutableArray<HostPlacement> PlaceMost(
        ZoneLedger ledger, PlacementRequest container, int count, PlacementPolicy policy) =>
        ReservationPlacing.Place(this, ledger, container, count, policy);

    /// <summary>Where a compute fits what is free; null when it fits no host. Reservations are not looked at.</summary>
    public HostPlacement? Find(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy)
    {
        var demand = _demands.Of(ledger, request.Requirements);
        return Choose(ledger, demand, request, policy) is { } host
            ? _builder.Build(host, demand, request, _choice.Fit)
            : null;
    }

    /// <summary>
    /// The decision of <see cref="Find"/> alone: the host, not what of it; null when none fits. Allocates nothing for
    /// a flavour that it has seen of late.
    /// </summary>
    public HostId? Choose(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy) =>
        Choose(ledger, _demands.Of(ledger, request.Requirements), request, policy)?.Id;

    /// <summary>What a host's row has at least where the request fits.</summary>
    internal Vector512<int> LeastOf(ZoneLedger ledger, PlacementRequest request) =>
        _demands.Of(ledger, request.Requirements).Least;

    /// <summary>
    /// What stands against, or for, each host of the zone: by the same code as <see cref="Place"/>, in the order in
    /// which the policy's scorer takes them; those that do not fit come last, by host id.
    /// </summary>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="request">Well formed.</param>
    /// <param name="policy">In which order hosts are taken.</param>
    /// <param name="skip">Hosts of that order to leave out, 0 or more.</param>
    /// <param name="most">The most hosts to tell of, 0 or more.</param>
    public IReadOnlyList<HostVerdict> Explain(
        ZoneLedger ledger,
        PlacementRequest request,
        PlacementPolicy policy,
        int skip = 0,
        int most = int.MaxValue) => _verdicts.Page(ledger, request, policy, skip, most);

    /// <summary>
    /// How many computes like this one would be placed, one after the other, before one is refused: exact over every
    /// dimension, with the groups that all of them are members of.
    /// </summary>
    /// <param name="ledger">The zone's capacity.</param>
    /// <param name="request">One of them, well formed; its compute has no claim.</param>
    /// <param name="policy">Which host each takes.</param>
    /// <param name="most">Where counting may end, 1 or more.</param>
    public int CountMore(ZoneLedger ledger, PlacementRequest request, PlacementPolicy policy, int most) =>
        request.Groups.IsEmpty && policy.OutcomeScorer is null
            ? _capacity.CountByHost(ledger, request, policy, most)
            : CapacityCount.CountInTurn(this, ledger.Copy(), request, policy, most);

    private HostState? Choose(ZoneLedger ledger, Demand demand, PlacementRequest request, PlacementPolicy policy)
    {
        _rules.Take(ledger, demand, request, policy.Filters);
        if (_rules.HasWishes)
        {
            _rules.HoldsWishes = true;
            if (Seek(ledger, demand, request, policy) is { } host)
            {
                return host;
            }

            _rules.HoldsWishes = false;
        }

        return Seek(ledger, demand, request, policy);
    }

    /// <summary>A host where the request's group has room, if it is the first of one; else any.</summary>
    private HostState? Seek(ZoneLedger ledger, Demand demand, PlacementRequest request, PlacementPolicy policy)
    {
        if (_rules.HoldRoom(ledger, request) && _choice.Find(ledger, demand, _rules, policy) is { } roomy)
        {
            return roomy;
        }

        _rules.HoldsRoom = false;
        return _choice.Find(ledger, demand, _rules, policy);
    }
}
