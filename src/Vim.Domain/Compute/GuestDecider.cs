using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>What a host's outcomes and observations make of a compute. Pure. A stale report changes nothing.</summary>
public static class GuestDecider
{
    /// <summary>The guest was made; is it what was placed?</summary>
    public static Decision Created(ComputeState state, GuestObservation seen, DateTimeOffset now)
    {
        var making = state.Phase == ComputePhase.Placed || state is { Phase: ComputePhase.Starting, Pending: null };
        if (!making && state.Pending is not { MakesGuest: true })
        {
            return Decision.Nothing;
        }

        if (Mismatch(state.Placement!, seen) is { } mismatch)
        {
            return Decision.Of(new ComputeFailed(new(ErrorCodes.PlacementMismatch, mismatch), GuestGone: false, now));
        }

        if (seen.PowerState != GuestPowerState.Running)
        {
            var message = $"the guest was made but is {seen.PowerState}"
                + (seen.Message.Length == 0 ? "" : $": {seen.Message}");
            return Decision.Of(new ComputeFailed(new(ErrorCodes.HostRefused, message), GuestGone: false, now));
        }

        return state.Pending is { } pending
            ? Decision.Of(new ComputeOperated(pending.Number, GuestPowerState.Running, now))
            : Decision.Of(new ComputeStarted(now));
    }

    /// <summary>The host could not make the guest and holds nothing of it.</summary>
    public static Decision CreateFailed(ComputeState state, Failure failure, DateTimeOffset now) => state switch
    {
        { Pending: { MakesGuest: true } pending } => Decision.Of(new ComputeOperationFailed(pending.Number, failure)),
        { Phase: ComputePhase.Placed } or { Phase: ComputePhase.Starting, Pending: null } =>
            Decision.Of(new ComputeFailed(failure, GuestGone: true, now)),
        _ => Decision.Nothing,
    };

    /// <summary>A power operation was done.</summary>
    public static Decision Operated(ComputeState state, int number, GuestObservation seen, DateTimeOffset now) =>
        state.Pending?.Number == number
            ? Decision.Of(new ComputeOperated(number, seen.PowerState, now))
            : Decision.Nothing;

    /// <summary>A power operation was not done.</summary>
    public static Decision OperateFailed(ComputeState state, int number, Failure failure) =>
        state.Pending?.Number == number
            ? Decision.Of(new ComputeOperationFailed(number, AsToldToClients(state, failure)))
            : Decision.Nothing;

    /// <summary>To a client "not found" would say that there is no such compute.</summary>
    private static Failure AsToldToClients(ComputeState state, Failure failure) =>
        AsToldToClients(state, state.Placement?.Host, failure);

    internal static Failure AsToldToClients(ComputeState state, HostId? host, Failure failure) =>
        failure.Code == ErrorCodes.NotFound
        ? new(
            ErrorCodes.GuestMissing,
            $"host {host} holds no guest of compute {state.Id} ({failure.Message}); what became of it "
            + "is told when the host has listed its guests: look at the compute before trying again")
        : failure;

    /// <summary>The host holds nothing of the guest any more.</summary>
    public static Decision Destroyed(ComputeState state, DateTimeOffset now) => state switch
    {
        { Phase: ComputePhase.Terminating, Migration: null } => Decision.Of(new ComputeTerminated(now)),
        // The rest of it is elsewhere.
        { Phase: ComputePhase.Terminating, GuestMayExist: true } => Decision.Of(new ComputeUndefined()),
        { Phase: ComputePhase.Failed, GuestMayExist: true } => Decision.Of(new ComputeGuestRemoved()),
        _ => Decision.Nothing,
    };

    /// <summary>The host tells of the guest without having been asked, or when it registers.</summary>
    public static Decision Observed(ComputeState state, GuestObservation seen, DateTimeOffset now) =>
        MigrationDecider.Overrule(state, Concluded(state, seen, now), now);

    private static Decision Concluded(ComputeState state, GuestObservation seen, DateTimeOffset now)
    {
        if (state.Phase == ComputePhase.Placed || state is { Phase: ComputePhase.Starting, Pending: null })
        {
            return seen.PowerState == GuestPowerState.Running ? Created(state, seen, now) : Decision.Nothing;
        }

        if (state.Pending is not null || seen.PowerState == GuestPowerState.Unknown)
        {
            return Decision.Nothing;
        }

        var same = (state.Phase, seen.PowerState) is
            (ComputePhase.Running, GuestPowerState.Running)
            or (ComputePhase.Paused, GuestPowerState.Paused)
            or (ComputePhase.Stopped, GuestPowerState.Stopped or GuestPowerState.Crashed);
        var alive = state.Phase is ComputePhase.Running or ComputePhase.Paused or ComputePhase.Stopped;
        return alive && !same
            ? Decision.Of(new ComputePowerChanged(seen.PowerState, seen.Message, now))
            : Decision.Nothing;
    }

    /// <summary>
    /// The host registered and does not hold the guest. What it was told before it may still be under way there, so
    /// only a guest that was seen running is concluded from; everything owed is ordered again by the caller.
    /// </summary>
    /// <param name="state">The compute.</param>
    /// <param name="rebooted">Whether the host has another boot id than before.</param>
    /// <param name="bootId">The boot id it has.</param>
    /// <param name="now">Now.</param>
    public static Decision Missing(ComputeState state, bool rebooted, string bootId, DateTimeOffset now) =>
        MigrationDecider.Overrule(state, Missed(state, rebooted, bootId, now), now);

    private static Decision Missed(
        ComputeState state, bool rebooted, string bootId, DateTimeOffset now) => state switch
        {
            { Phase: ComputePhase.Running or ComputePhase.Paused }
                or { Phase: ComputePhase.Starting, Pending.MakesGuest: false }
                when rebooted => Decision.Of(new ComputeRestarting(state.LastOperation + 1, bootId, now)),
            { Phase: ComputePhase.Running or ComputePhase.Paused } => Decision.Of(new ComputeFailed(
                new(ErrorCodes.GuestLost, "the guest vanished from its host, which was not rebooted"),
                GuestGone: true,
                now)),
            { Phase: ComputePhase.Stopped, GuestMayExist: true } => Decision.Of(new ComputeUndefined()),
            _ => Decision.Nothing,
        };

    /// <summary>The host gave no outcome in time.</summary>
    public static Decision Silent(ComputeState state, DateTimeOffset now) => state switch
    {
        { Pending: { } pending } => Decision.Of(
            new ComputeOperationFailed(pending.Number, SilentHost(state.Placement!.Host))),
        { Phase: ComputePhase.Placed or ComputePhase.Starting } =>
            Decision.Of(new ComputeFailed(SilentHost(state.Placement!.Host), GuestGone: false, now)),
        _ => Decision.Nothing,
    };

    internal static Failure SilentHost(HostId host) => new(
        ErrorCodes.HostSilent, $"host {host} gave no outcome in time; see whether its agent is connected");

    /// <summary>
    /// How what the host did differs from what was placed; null: it does not, or the host cannot tell.
    /// </summary>
    internal static string? Mismatch(HostPlacement placement, GuestObservation seen)
    {
        if (!seen.Pins.IsEmpty && !SamePins(placement, seen))
        {
            return $"pins are {string.Join(", ", seen.Pins)}, placed were {string.Join(", ", placement.Pins)}";
        }

        return !seen.Nodes.IsEmpty && !placement.Nodes.IsEmpty && !SameNodes(placement, seen)
            ? $"memory is {string.Join(", ", seen.Nodes)}, placed was {string.Join(", ", placement.Nodes)}"
            : null;
    }

    private static bool SamePins(HostPlacement placement, GuestObservation seen)
    {
        if (seen.Pins.Length != placement.Pins.Length)
        {
            return false;
        }

        foreach (var pin in seen.Pins)
        {
            if (!placement.Pins.Contains(pin))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SameNodes(HostPlacement placement, GuestObservation seen)
    {
        if (seen.Nodes.Length != placement.Nodes.Length)
        {
            return false;
        }

        foreach (var node in seen.Nodes)
        {
            if (!placement.Nodes.Contains(node))
            {
                return false;
            }
        }

        return true;
    }
}
