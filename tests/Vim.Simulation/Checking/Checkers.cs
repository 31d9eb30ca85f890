using System.Text;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Zones;
using Vim.Engine;
using Vim.Scheduling.Audit;
using Vim.Scheduling.Ledger;
using Vim.Simulation.Clients;
using Vim.Simulation.Worlds;

namespace Vim.Simulation.Checking;

/// <summary>
/// What must hold: after each step, when something leaves, when nothing is under way, and in the end.
/// </summary>
internal sealed class Checkers(SimulatedWorld world)
{
    private readonly MigrationCheck _migrations = new(world);
    private (int Life, long Computes, long Hosts) _seen;

    public Promises Promises { get; } = new(world);

    public GroupCheck Groups { get; } = new(world);

    /// <summary>
    /// After each step that changed something: no capacity is owned twice, and what was answered is so.
    /// </summary>
    public void CheckStep()
    {
        if (world.Member.Engine?.Views is not { } views)
        {
            return;
        }

        var now = (world.Member.Life, views.Computes.Version, views.Hosts.Version);
        if (now == _seen)
        {
            return;
        }

        _seen = now;
        var computes = views.Computes.Snapshot();
        foreach (var host in views.Hosts.Snapshot())
        {
            var claims = computes
                .Where(view => view.State.HoldsClaim)
                .SelectMany(view => PlacesOf(view.State).Select(place => new Claim(view.State.Id, place, [])))
                .Where(claim => claim.Placement.Host == host.State.Id)
                .ToList();
            foreach (var violation in host.Inventory is null ? [] : ClaimAudit.CheckHost(host.Inventory, claims))
            {
                world.Fail($"owned twice: {violation}");
            }
        }

        var states = computes.Select(view => view.State).ToList();
        CheckOnce(states);
        _migrations.Check(states);
        Groups.Check(views, states);
        Promises.Check(views);
    }

    /// <summary>Nothing leaves before it is durable that it is owed.</summary>
    public void CheckOrder(GuestOrder order)
    {
        var log = world.Member.Durable;
        var id = order.Compute.Value;
        var migrations = log.CountOf(id, nameof(ComputeMigrationRequested));
        var numbered = log.CountOf(id, nameof(ComputeOperationRequested))
            + log.CountOf(id, nameof(ComputeRestarting)) + migrations;
        var isOwed = order switch
        {
            CreateGuest create =>
                log.CountOf(id, nameof(ComputePlaced)) + migrations >= create.Incarnation && numbered >= create.Number,
            OperateGuest operate => numbered >= operate.Number,
            PrepareGuest prepare => migrations > 0 && numbered >= prepare.Number,
            SendGuest => log.CountOf(id, nameof(ComputeMigrationPrepared)) > 0,
            SettleGuest => log.CountOf(id, nameof(ComputeMigrationSent)) > 0,
            _ => log.CountOf(id, nameof(ComputeTerminationRequested)) + log.CountOf(id, nameof(ComputeFailed)) > 0
                || log.CountOf(id, nameof(ComputeMigrated)) + log.CountOf(id, nameof(ComputeMigrationFailed)) > 0
                || log.CountOf(id, nameof(ComputePlaced)) + migrations < order.Incarnation,
        };
        world.Trace.Add($"member: orders {order.CommandId} of {order.Host}");
        if (!isOwed)
        {
            world.Fail($"order {order.CommandId} left before it was durable");
        }
    }

    /// <summary>A compute runs on one host, has one guest on each, and no host CPU runs two guests.</summary>
    public void CheckGuests()
    {
        var running = new Dictionary<ComputeId, HostId>();
        foreach (var host in world.Hosts)
        {
            var owners = new Dictionary<int, ComputeId>();
            var here = new HashSet<ComputeId>();
            foreach (var guest in host.Guests.All)
            {
                if (!here.Add(guest.Compute))
                {
                    world.Fail($"compute {guest.Compute} has a guest on {host.Id} and another one there");
                }

                if (guest.PowerState == GuestPowerState.Running && !running.TryAdd(guest.Compute, host.Id))
                {
                    world.Fail($"compute {guest.Compute} runs on {running[guest.Compute]} and runs on {host.Id}");
                }

                foreach (var pin in guest.Pins)
                {
                    if (!owners.TryAdd(pin.HostCpu, guest.Compute))
                    {
                        world.Fail($"{host.Id}: CPU {pin.HostCpu} runs {owners[pin.HostCpu]} and {guest.Compute}");
                    }
                }
            }
        }
    }

    /// <summary>When nothing is under way: ledgers are in order, and their claims are those of the computes.</summary>
    public void CheckQuiet()
    {
        var views = world.Member.Engine!.Views;
        foreach (var zone in views.Zones.Snapshot())
        {
            var audit = world.AskNow(new AuditZone(zone.Zone), CallerContext.Internal);
            var holders = views.Computes.Snapshot()
                .Where(view => view.State.HoldsClaim && view.State.Zone == zone.Zone)
                .SelectMany(view => PlacesOf(view.State).Select((place, number) => $"{view.Id}@{place.Host}{number}"));
            var claims = audit.Claims.Select(claim => $"{claim.Compute}@{claim.Host}{(claim.IsElsewhere ? 1 : 0)}");
            Compare($"zone {zone.Zone}: claims", holders, "computes that hold one", claims, "claims");
            foreach (var error in audit.Errors)
            {
                world.Fail($"zone {zone.Zone}: {error}");
            }
        }
    }

    /// <summary>Everything that a replay must give back.</summary>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        var views = world.Member.Engine!.Views;
        foreach (var zone in views.Zones.Snapshot())
        {
            var audit = world.AskNow(new AuditZone(zone.Zone), CallerContext.Internal);
            text.AppendLine($"{zone} {audit?.Digest}");
        }

        foreach (var view in views.Computes.Snapshot())
        {
            var state = view.State;
            text.AppendLine(
                $"{view.Version} {state.Id} {state.Name} {state.Phase} {state.Incarnation} {state.HoldsClaim} "
                + $"{state.GuestMayExist} {state.Pending} {state.LastOperation} {state.Placement?.Host} "
                + $"{state.Failure} {state.Digest} {state.RequestedAt.Ticks} {state.StartedAt?.Ticks} "
                + $"{state.EndedAt?.Ticks} {state.LastIncarnation} {Text(state.Migration)}");
        }

        foreach (var host in views.Hosts.Snapshot())
        {
            text.AppendLine($"{host.Version} {host.State}");
        }

        return text.ToString();
    }

    /// <summary>
    /// Long after the last fault: nothing is half done, and hosts run exactly the guests that they should.
    /// </summary>
    public void CheckConverged(IReadOnlyList<SimulatedClient> clients)
    {
        CheckGuests();
        var views = world.Member.Engine!.Views;
        var should = new List<string>();
        foreach (var state in views.Computes.Snapshot().Select(view => view.State))
        {
            world.Tally.FailedComputes += state.Phase == ComputePhase.Failed ? 1 : 0;
            var isAlive = state.Phase is ComputePhase.Running or ComputePhase.Stopped or ComputePhase.Paused;
            var isDead = state.Phase is ComputePhase.Failed or ComputePhase.Terminated;
            if (GuestOrders.IsOwed(state) || !(isAlive || isDead) || state.HoldsClaim != isAlive)
            {
                world.Fail($"compute {state.Id} did not come to its end: {state.Phase}, claim {state.HoldsClaim}");
            }

            _migrations.CheckEnd(state, isAlive);
            if (isAlive && state.GuestMayExist)
            {
                should.Add($"{state.Id} {state.Phase} on {state.Placement!.Host}");
            }
        }

        var are = world.Hosts.SelectMany(
            host => host.Guests.All.Select(guest => $"{guest.Compute} {Phase(guest)} on {host.Id}"));
        Compare("in the end: guests", should, "computes", are, "guests");
        CheckRetries(clients);
    }

    /// <summary>Both places of one that migrates.</summary>
    public static IEnumerable<HostPlacement> PlacesOf(ComputeState state) =>
        state.Migration is { } migration ? [state.Placement!, migration.Elsewhere] : [state.Placement!];

    private static string Text(Migration? migration) => migration is null
        ? ""
        : $"{migration.Number} {migration.Stage} {migration.Elsewhere.Host} {migration.Incarnation} "
            + $"{migration.Endpoint} {migration.Failure} {migration.RequestedAt.Ticks}";

    private static ComputePhase Phase(GuestObservation guest) => guest.PowerState switch
    {
        GuestPowerState.Running => ComputePhase.Running,
        GuestPowerState.Paused => ComputePhase.Paused,
        _ => ComputePhase.Stopped,
    };

    /// <summary>Every allocation that was answered is answered the same for ever.</summary>
    private void CheckRetries(IReadOnlyList<SimulatedClient> clients)
    {
        foreach (var (request, _) in Promises.Placed.ToList())
        {
            var number = request.Key.Split('-')[1];
            var caller = new CallerContext
            {
                Principal = $"client-{number}",
                ResourceGroup = new("tenant-1"),
                IdempotencyKey = request.Key,
            };
            var command = ((AllocateCompute)request.Command) with { AnswerWhen = AnswerWhen.Placed };
            var again = world.AskNow(command, caller);
            if (again is not null)
            {
                Promises.Answered(request, again);
            }
        }

        if (clients.Any(client => client.Waiting is not null))
        {
            world.Fail("a client still waits");
        }
    }

    /// <summary>A key was carried out once: names are the keys.</summary>
    private void CheckOnce(IReadOnlyList<ComputeState> computes)
    {
        var names = new HashSet<string>();
        foreach (var state in computes)
        {
            var migrations = world.Member.Durable.CountOf(state.Id.Value, nameof(ComputeMigrationRequested));
            if (!names.Add(state.Name) || state.Incarnation > 1 + migrations)
            {
                world.Fail($"request {state.Name} was carried out twice: compute {state.Id}, {state.Incarnation}");
            }
        }
    }

    private void Compare(
        string what, IEnumerable<string> one, string oneName, IEnumerable<string> other, string otherName)
    {
        var left = string.Join(", ", one.Order(StringComparer.Ordinal));
        var right = string.Join(", ", other.Order(StringComparer.Ordinal));
        if (left != right)
        {
            world.Fail($"{what} are not as they should be; {oneName}: {left}; {otherName}: {right}");
        }
    }
}
