using System.Globalization;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>Which order a compute's state calls for, and what a command id names.</summary>
public static class GuestOrders
{
    /// <summary>Verb of <see cref="CreateGuest"/> in a command id.</summary>
    public const string Create = "create";

    /// <summary>Verb of <see cref="OperateGuest"/> in a command id.</summary>
    public const string Operate = "operate";

    /// <summary>Verb of <see cref="DestroyGuest"/> in a command id.</summary>
    public const string Destroy = "destroy";

    /// <summary>Verb of <see cref="PrepareGuest"/> in a command id.</summary>
    public const string Prepare = "prepare";

    /// <summary>Verb of <see cref="SendGuest"/> in a command id.</summary>
    public const string Send = "send";

    /// <summary>Verb of <see cref="SettleGuest"/> in a command id.</summary>
    public const string Settle = "settle";

    /// <summary>Whether any host is to do anything now.</summary>
    public static bool IsOwed(ComputeState state) => state switch
    {
        { Placement: null } => false,
        { Migration: not null } => true,
        { Phase: ComputePhase.Placed or ComputePhase.Starting or ComputePhase.Terminating } => true,
        { Phase: ComputePhase.Failed } => state.GuestMayExist,
        _ => state.Pending is not null,
    };

    /// <summary>What its host is to do now; null: nothing.</summary>
    public static GuestOrder? Owed(ComputeState state)
    {
        if (state.Placement is not { } placement)
        {
            return null;
        }

        return state switch
        {
            { Phase: ComputePhase.Placed } or { Phase: ComputePhase.Starting, Pending: null } =>
                new CreateGuest(placement.Host, ToSpec(state, placement, state.Incarnation), state.LastOperation),
            // One that is known to be gone already waits for the clearing of what a migration left elsewhere.
            { Phase: ComputePhase.Terminating } when state.GuestMayExist || state.Migration is null =>
                new DestroyGuest(placement.Host, state.Id, state.Incarnation),
            { Phase: ComputePhase.Failed, GuestMayExist: true } =>
                new DestroyGuest(placement.Host, state.Id, state.Incarnation),
            { Pending.MakesGuest: true } =>
                new CreateGuest(placement.Host, ToSpec(state, placement, state.Incarnation), state.LastOperation),
            { Pending: { } pending } => new OperateGuest(
                placement.Host, state.Id, state.Incarnation, pending.Number, pending.Operation),
            { Migration: { } migration } => OwedAtHome(state, migration, placement.Host),
            _ => null,
        };
    }

    /// <summary>What the host of the other place of a migration is to do now; null: nothing.</summary>
    public static GuestOrder? OwedElsewhere(ComputeState state)
    {
        if (state.Migration is not { } migration)
        {
            return null;
        }

        var place = migration.Elsewhere;
        return migration.Stage switch
        {
            MigrationStage.Preparing => new PrepareGuest(
                place.Host, ToSpec(state, place, migration.Incarnation), migration.Number),
            MigrationStage.Settling => new SettleGuest(
                place.Host, state.Id, migration.Incarnation, migration.Number),
            MigrationStage.Clearing => new DestroyGuest(place.Host, state.Id, migration.Incarnation),
            _ => null,
        };
    }

    /// <summary>Reads the verb and the number out of a command id.</summary>
    /// <returns>False where it is not a command id of this VIM.</returns>
    public static bool TryReadCommand(string commandId, out string verb, out int number)
    {
        verb = "";
        number = 0;
        var last = commandId.LastIndexOf(':');
        var middle = last <= 0 ? -1 : commandId.LastIndexOf(':', last - 1);
        if (middle < 0)
        {
            return false;
        }

        verb = commandId[(middle + 1)..last];
        return verb is Create or Operate or Destroy or Prepare or Send or Settle
            && int.TryParse(
                commandId.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Reads the compute and its incarnation out of a command id.</summary>
    /// <returns>False where it is not a command id of this VIM.</returns>
    public static bool TryReadSubject(string commandId, out ComputeId compute, out int incarnation)
    {
        compute = default;
        incarnation = 0;
        var parts = commandId.Split(':');
        if (parts.Length < 4
            || !int.TryParse(parts[^3], NumberStyles.None, CultureInfo.InvariantCulture, out incarnation))
        {
            return false;
        }

        compute = new(string.Join(':', parts[..^3]));
        return true;
    }

    private static GuestOrder? OwedAtHome(ComputeState state, Migration migration, HostId host) =>
        migration.Stage switch
        {
            MigrationStage.Sending => new SendGuest(
                host, state.Id, state.Incarnation, migration.Number, migration.Endpoint),
            MigrationStage.Reverting => new OperateGuest(
                host, state.Id, state.Incarnation, migration.Number, GuestOperation.Start),
            _ => null,
        };

    private static GuestSpec ToSpec(ComputeState state, HostPlacement placement, int incarnation) => new()
    {
        Compute = state.Id,
        Incarnation = incarnation,
        Name = state.Name,
        Image = state.Image,
        UserData = state.UserData,
        Requirements = state.Requirements!,
        Placement = placement,
    };
}
