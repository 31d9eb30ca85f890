using Vim.Domain.Errors;
using Vim.Domain.Requests;
using Vim.Domain.Topology;

namespace Vim.Domain.Hosts;

/// <summary>What registrations, leases and operators make of a host. Pure.</summary>
public static class HostDecider
{
    private const string Kind = "host";

    /// <summary>
    /// The host registered. A zone other than before is refused: its claims live in the old zone's ledger.
    /// </summary>
    public static Decision Register(
        HostState state, RegisterHost command, RequestDigest inventoryDigest, DateTimeOffset now)
    {
        var inventory = command.Inventory;
        var violations = HostInventoryRules.Check(inventory);
        if (violations.Count > 0)
        {
            return Decision.Refuse(Refusals.BadFields(violations));
        }

        if (state.Exists && state.Zone != inventory.Zone)
        {
            return Decision.Refuse(Refusals.WrongState(
                Kind,
                state.Id.Value,
                $"in zone {state.Zone}",
                $"remove it there before it joins zone {inventory.Zone}"));
        }

        var registered = state.Exists
            && state.BootId == inventory.BootId
            && state.InventoryDigest == inventoryDigest
            && state.Driver == command.Driver
                ? null
                : new HostRegistered(inventory, command.Driver, inventoryDigest, now);
        var back = state.Exists && state.Lease != HostLease.Held
            ? new HostAvailabilityChanged(HostLease.Held, state.InMaintenance, "its agent registered", now)
            : null;
        return (registered, back) switch
        {
            (null, null) => Decision.Nothing,
            (null, _) => Decision.Of(back),
            (_, null) => Decision.Of(registered),
            _ => Decision.Of(registered, back),
        };
    }

    /// <summary>The lease changed. A renewal alone never brings a failed host back: it has to register first.</summary>
    public static Decision Lease(HostState state, ReportLease command, DateTimeOffset now)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        var known = state.Lease == command.Lease
            || (state.Lease == HostLease.Failed && command.Lease != HostLease.Failed);
        return known
            ? Decision.Nothing
            : Decision.Of(new HostAvailabilityChanged(command.Lease, state.InMaintenance, command.Reason, now));
    }

    /// <summary>Maintenance begins or ends.</summary>
    public static Decision Maintain(HostState state, SetHostMaintenance command, DateTimeOffset now)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        return state.InMaintenance == command.InMaintenance
            ? Decision.Nothing
            : Decision.Of(new HostAvailabilityChanged(state.Lease, command.InMaintenance, command.Reason, now));
    }

    /// <summary>The host joins or leaves an aggregate.</summary>
    public static Decision Aggregate(HostState state, SetHostAggregate command, DateTimeOffset now)
    {
        if (!state.Exists)
        {
            return Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));
        }

        if (HostAggregateRules.ComplaintOf(command.Aggregate) is { } complaint)
        {
            return Decision.Refuse(Refusals.BadField("aggregate", complaint));
        }

        var after = command.IsMember
            ? state.Aggregates.Add(command.Aggregate)
            : state.Aggregates.Remove(command.Aggregate);
        if (after.Count > HostAggregateRules.MaxAggregates)
        {
            return Decision.Refuse(Refusals.BadField(
                "aggregate",
                $"host {state.Id} is in {HostAggregateRules.MaxAggregates} aggregates, the most possible"));
        }

        return after.Count == state.Aggregates.Count
            ? Decision.Nothing
            : Decision.Of(new HostAggregatesChanged(after, now));
    }

    /// <summary>The host goes for good; the zone has checked that it holds no claim.</summary>
    public static Decision Remove(HostState state, DateTimeOffset now) =>
        state.Exists ? Decision.Of(new HostRemoved(now)) : Decision.Refuse(Refusals.NotFound(Kind, state.Id.Value));

    /// <summary>The shortest events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Summarise(HostState state) => state.Inventory is null
        ? []
        :
        [
            new HostRegistered(state.Inventory, state.Driver, state.InventoryDigest, state.ChangedAt),
            .. state is { Lease: HostLease.Held, InMaintenance: false, Reason: "" }
                ? Array.Empty<object>()
                : [new HostAvailabilityChanged(state.Lease, state.InMaintenance, state.Reason, state.ChangedAt)],
            .. state.Aggregates.IsEmpty
                ? Array.Empty<object>()
                : [new HostAggregatesChanged(state.Aggregates, state.ChangedAt)],
        ];

    /// <summary>The state after the event.</summary>
    /// <exception cref="ArgumentException">The object is not an event of a host.</exception>
    public static HostState Evolve(HostState state, object @event) => @event switch
    {
        HostRegistered registered => state with
        {
            Exists = true,
            Zone = registered.Inventory.Zone,
            BootId = registered.Inventory.BootId,
            Inventory = registered.Inventory,
            Driver = registered.Driver,
            InventoryDigest = registered.InventoryDigest,
            ChangedAt = state.Exists ? state.ChangedAt : registered.At,
        },
        HostAvailabilityChanged changed => state with
        {
            Lease = changed.Lease,
            InMaintenance = changed.InMaintenance,
            Reason = changed.Reason,
            ChangedAt = changed.At,
        },
        HostAggregatesChanged changed => state with { Aggregates = changed.Aggregates },
        HostRemoved => HostState.None(state.Id),
        _ => throw new ArgumentException($"a host has no event {@event.GetType().Name}", nameof(@event)),
    };
}
