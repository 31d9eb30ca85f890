using System.Collections.Immutable;
using Vim.Actors;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Domain.Zones;

namespace Vim.Engine.Actors;

/// <summary>
/// The one owner of a zone's capacity: it alone grants and takes back claims, one turn after the other, over all
/// dimensions at once. It also knows which guests a host ought to hold, and asks their computes when the host tells
/// what it holds; and which virtual links are used, so that none goes while a compute is on it (src/decisions).
/// Its ledger follows from the hosts and computes of the zone, and is gathered from them after a restart.
/// </summary>
internal sealed partial class ZoneSchedulerActor(EngineOptions options) : Actor<ZoneState>
{
    private const string SweepTimer = "sweep";
    private const int MaxForgottenAtOnce = 1_000;
    private static readonly TimeSpan SweepOn = TimeSpan.FromMilliseconds(1);

    public override string Kind => ActorNames.Zone;

    /// <summary>A compute whose turn failed did not take its place: the claim is taken back.</summary>
    public override bool WantsRefusals => true;

    public override ZoneState Initial(ActorId self) => new(new(self.Key), options.Policy);

    public override ZoneState Evolve(ZoneState state, object @event)
    {
        state.Apply(@event);
        return state;
    }

    public override bool HasUnfinishedBusiness(ZoneState state) => state.Ended.Count > 0 || state.Ledger.HasLostPlaces;

    public override ActorId? GathererOf(ShardId shard) => ActorNames.Of(ActorNames.ZoneOf(shard));

    public override IReadOnlyList<object> Summarise(ZoneState state) => state.Summarise();

    public override ZoneState Gather(ZoneState state, IEnumerable<KeyValuePair<ActorId, object>> others)
    {
        state.Gather(others);
        return state;
    }

    public override Turn Handle(ZoneState state, object message, TurnContext context) => message switch
    {
        ClaimPlace claim => Place(state, claim),
        ClaimElsewhere claim => PlaceElsewhere(state, claim),
        PlacesExchange exchange => Turn.None.Derive(new PlacesExchanged(exchange.Compute)),
        ElsewhereCleared cleared => MendNext(ReleaseElsewhere(state, cleared.Compute), state),
        ComputeEnded ended => End(state, ended),
        HostJoined joined => Join(state, joined),
        ReportGuests report => Reconcile(
            Turn.None, state, report.Host, report.Guests, report.IsComplete, joined: null).Reply(Done.Instance),
        HostAvailabilityNews news => MendNext(
            SetAvailability(Turn.None, state, news.Host, news.Availability), state),
        HostAggregatesNews news => state.Ledger.FindInventory(news.Host) is null
            ? Turn.None
            : Turn.None.Derive(new HostAggregatesSet(news.Host, news.Aggregates)),
        DropHost drop => Drop(state, drop.Host),
        ReturnLinkGrant returning => ReturnGrant(state, returning, context),
        ExplainInZone explain => Explain(state, explain),
        GetPlacementPolicy => Turn.None.Reply(PolicyOf(state)),
        GetZoneCapacity => Turn.None.Reply(state.Ledger.Capacity()),
        GetHostCapacity query => state.Ledger.FindHost(query.Host) is { } capacity
            ? Turn.None.Reply(capacity)
            : Turn.None.Reply(Refusals.NotFound("host", query.Host.Value)),
        AuditZone => Turn.None.Reply(Audit(state)),
        ReservePlaces reserve => Reserve(state, reserve),
        EndReserved ended => MendNext(Turn.None.Derive(new ReservationEnded(ended.Reservation)), state),
        MendDue => Mend(state),
        SweepDue => Sweep(state, context),
        Recovered => MendNext(Sweep(state, context), state),
        MessageRefused { Message: PlaceClaimed refused } => Release(state, refused.Allocation.Draft.Request),
        MessageRefused { Message: PlacesReserved refused } =>
            Turn.None.Derive(new ReservationEnded(refused.Reservation)),
        MessageRefused { Message: ElsewhereClaimed refused } => ReleaseElsewhere(state, refused.Claim.Request.Compute),
        MessageRefused => Turn.None,
        _ => throw new InvariantException($"a zone scheduler has no use for {message.GetType().Name}"),
    };

    private static Turn Place(ZoneState state, ClaimPlace claim)
    {
        var allocation = claim.Allocation;
        foreach (var use in allocation.Links)
        {
            if (!state.IsGrantGood(use))
            {
                return Turn.None.Reply(Refusals.NotFound("virtual link", use.Link.Value));
            }
        }

        var result = state.Placer.Place(state.Ledger, allocation.Draft.Request, state.Policy.Current);
        if (result.Infeasible is { } infeasible)
        {
            return Turn.None.Reply(NoHost(state.Zone, infeasible));
        }

        // A claim that is there already is one whose compute never learned of it.
        var turn = Release(state, allocation.Draft.Request)
            .Derive(new ClaimGranted(allocation.Draft.Request, result))
            .Tell(ActorNames.Of(claim.Compute), new PlaceClaimed(allocation, result, state.IncarnationFloor));
        return TellLost(turn, result.Breaks, claim.Compute);
    }

    private Turn End(ZoneState state, ComputeEnded ended)
    {
        var turn = Release(state, ended.Request)
            .Derive(new RetentionBegun(ended.Request.Compute, ended.EndedAt, ended.Incarnation));
        turn = MendNext(turn, state);
        return state.Ended.Count == 0 ? turn.Timer(SweepTimer, options.SweepEvery, SweepDue.Instance) : turn;
    }

    private static Turn Release(ZoneState state, PlacementRequest request) =>
        state.Ledger.FindClaim(request.Compute) is null ? Turn.None : Turn.None.Derive(new ClaimReleased(request));

    private static Turn Join(ZoneState state, HostJoined joined)
    {
        var host = joined.Inventory.Id;
        var turn = joined.IsChanged || state.Ledger.FindInventory(host) is null
            ? Turn.None.Derive(new HostPut(joined.Inventory, joined.Availability, joined.Aggregates))
            : SetAvailability(Turn.None, state, host, joined.Availability);
        turn = MendNext(turn, state);
        return Reconcile(turn, state, host, joined.Guests, isComplete: true, joined);
    }

    /// <summary>
    /// Tells every compute with a claim on the host, and every guest found there, what the host holds of it.
    /// </summary>
    private static Turn Reconcile(
        Turn turn,
        ZoneState state,
        HostId host,
        ImmutableArray<GuestObservation> guests,
        bool isComplete,
        HostJoined? joined)
    {
        var registered = joined is not null;
        var rebooted = joined?.Rebooted ?? false;
        var bootId = joined?.Inventory.BootId ?? "";
        foreach (var guest in guests)
        {
            turn = turn.Tell(
                ActorNames.Of(guest.Compute), new GuestSeen(host, guest, registered, rebooted, bootId));
        }

        if (!isComplete)
        {
            return turn;
        }

        var seen = new HashSet<ComputeId>(guests.Length);
        foreach (var guest in guests)
        {
            seen.Add(guest.Compute);
        }

        foreach (var claim in state.Ledger.ClaimsOn(host))
        {
            if (!seen.Contains(claim.Compute))
            {
                turn = turn.Tell(
                    ActorNames.Of(claim.Compute), new GuestMissing(host, registered, rebooted, bootId));
            }
        }

        return turn;
    }

    private static Turn SetAvailability(Turn turn, ZoneState state, HostId host, HostAvailability availability) =>
        state.Ledger.FindAvailability(host) is { } known && known != availability
            ? turn.Derive(new HostAvailabilitySet(host, availability))
            : turn;

    private static Turn Drop(ZoneState state, HostId host)
    {
        var claims = state.Ledger.CountClaims(host);
        if (claims > 0)
        {
            return Turn.None.Reply(Refusals.InUse("host", host.Value, $"{claims} computes"));
        }

        var turn = state.Ledger.FindInventory(host) is null
            ? Turn.None
            : BreakOn(Turn.None, state, host).Derive(new HostDropped(host));
        return turn.Tell(ActorNames.Of(host), HostIsDropped.Instance);
    }

    private static Turn ReturnGrant(ZoneState state, ReturnLinkGrant returning, TurnContext context)
    {
        var count = state.ComputesOn(returning.Link);
        object answer = count > 0
            ? new LinkStillUsed(state.Zone, returning.Grant, count)
            : new LinkGrantBack(state.Zone, returning.Grant);
        var turn = count > 0
            ? Turn.None
            : Turn.None.Emit(new LinkGrantReturned(returning.Link, returning.Grant, context.Now));
        return turn.TellShard(ActorNames.CatalogueShard, ActorNames.Of(returning.Link), answer);
    }

    private static Turn Explain(ZoneState state, ExplainInZone explain)
    {
        var policy = state.Policy.Current;
        var result = state.Placer.Place(state.Ledger, explain.Request, policy);
        ImmutableArray<HostVerdict> hosts = explain.MaxHostCount == 0
            ? []
            : [.. state.Placer.Explain(state.Ledger, explain.Request, policy, most: explain.MaxHostCount)];
        return Turn.None.Reply(new ZoneVerdict(state.Zone, result.Placement, result.Infeasible, hosts, policy.Name)
        {
            Takes = result.Takes,
            Breaks = result.Breaks,
        });
    }

    private static ZonePolicy PolicyOf(ZoneState state) =>
        new(state.Zone, state.Policy.Current.Name, state.Policy.Current.Text, state.Policy.Usual);

    private Turn Sweep(ZoneState state, TurnContext context)
    {
        var turn = Turn.None;
        var count = 0;
        var floor = state.IncarnationFloor;
        foreach (var ended in state.Ended)
        {
            var isOver = context.Now - ended.EndedAt >= options.KeyRetention
                || state.Ended.Count - count > options.MaxEndedComputes;
            if (!isOver || count == MaxForgottenAtOnce)
            {
                break;
            }

            count++;
            floor = Math.Max(floor, ended.Incarnation);
            turn = turn.Tell(ActorNames.Of(ended.Compute), new ForgetCompute(ended.EndedAt));
        }

        if (floor > state.IncarnationFloor)
        {
            turn = turn.Emit(new IncarnationFloorRaised(floor));
        }

        if (count > 0)
        {
            turn = turn.Derive(new EndedForgotten(count));
        }

        // The rest of many goes on soon: computes may end faster than a few now and then.
        var next = count == MaxForgottenAtOnce ? SweepOn : options.SweepEvery;
        return state.Ended.Count > count ? turn.Timer(SweepTimer, next, SweepDue.Instance) : turn;
    }

    private static ZoneAudit Audit(ZoneState state)
    {
        var errors = ImmutableArray.CreateBuilder<string>();
        foreach (var host in state.Ledger.Hosts())
        {
            foreach (var violation in state.Ledger.AuditHost(host.Id))
            {
                errors.Add(violation.ToString());
            }
        }

        var claims = state.Ledger.Claims();
        var entries = ImmutableArray.CreateBuilder<ClaimEntry>(claims.Count);
        foreach (var claim in claims)
        {
            entries.Add(new(claim.Compute, claim.Placement.Host, claim.IsElsewhere));
        }

        return new(state.Zone, state.Ledger.Digest(), entries.ToImmutable(), errors.ToImmutable());
    }

    private static VimError NoHost(ZoneId zone, Infeasible infeasible) => new()
    {
        Code = ErrorCodes.NoFeasibleHost,
        Message = $"zone {zone}: {infeasible}",
        Resource = $"zone {zone}",
        Infeasible = infeasible,
    };
}
