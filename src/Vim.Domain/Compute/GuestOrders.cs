using System.Globalization;

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

    /// <summary>Whether the host is to do anything now.</summary>
    public static bool IsOwed(ComputeState state) => state switch
    {
        { Placement: null } => false,
        { Phase: ComputePhase.Placed or ComputePhase.Starting or ComputePhase.Terminating } => true,
        { Phase: ComputePhase.Failed } => state.GuestMayExist,
        _ => state.Pending is not null,
    };

    /// <summary>What the host is to do now; null: nothing.</summary>
    public static GuestOrder? Owed(ComputeState state)
    {
        if (state.Placement is not { } placement)
        {
            return null;
        }

        return state switch
        {
            { Phase: ComputePhase.Placed } or { Phase: ComputePhase.Starting, Pending: null } => ToCreate(state),
            { Phase: ComputePhase.Terminating } or { Phase: ComputePhase.Failed, GuestMayExist: true } =>
                new DestroyGuest(placement.Host, state.Id, state.Incarnation),
            { Pending.MakesGuest: true } => ToCreate(state),
            { Pending: { } pending } => new OperateGuest(
                placement.Host, state.Id, state.Incarnation, pending.Number, pending.Operation),
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
        return verb is Create or Operate or Destroy
            && int.TryParse(
                commandId.AsSpan(last + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static CreateGuest ToCreate(ComputeState state) => new(
        state.Placement!.Host,
        new()
        {
            Compute = state.Id,
            Incarnation = state.Incarnation,
            Name = state.Name,
            Image = state.Image,
            UserData = state.UserData,
            Requirements = state.Requirements!,
            Placement = state.Placement,
        },
        state.LastOperation);
}
