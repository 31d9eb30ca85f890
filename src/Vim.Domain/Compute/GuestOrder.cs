using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>
/// What a host is to do for one compute. A function of the compute's state alone (<see cref="GuestOrders.Owed"/>), so it
/// is given again after a restart or a reconnect until its outcome is known; agents do each at most once.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public abstract record GuestOrder(HostId Host, ComputeId Compute, int Incarnation);

/// <summary>Make and start the guest.</summary>
/// <param name="Host">The host.</param>
/// <param name="Spec">The guest.</param>
public sealed record CreateGuest(HostId Host, GuestSpec Spec) : GuestOrder(Host, Spec.Compute, Spec.Incarnation);

/// <summary>Do a power operation.</summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Number">Number of the operation within the compute: done once, however often it is ordered.</param>
/// <param name="Operation">What.</param>
public sealed record OperateGuest(HostId Host, ComputeId Compute, int Incarnation, int Number, GuestOperation Operation)
    : GuestOrder(Host, Compute, Incarnation);

/// <summary>Remove the guest of this or an earlier incarnation.</summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public sealed record DestroyGuest(HostId Host, ComputeId Compute, int Incarnation)
    : GuestOrder(Host, Compute, Incarnation);

/// <summary>Which order a compute's state calls for.</summary>
public static class GuestOrders
{
    /// <summary>What the host is to do now; null: nothing.</summary>
    public static GuestOrder? Owed(ComputeState state)
    {
        if (state.Placement is not { } placement)
        {
            return null;
        }

        return state switch
        {
            { Phase: ComputePhase.Placed } => Create(state),
            { Phase: ComputePhase.Starting, Pending: null } => Create(state),
            { Phase: ComputePhase.Terminating } or { Phase: ComputePhase.Failed, GuestMayExist: true } =>
                new DestroyGuest(placement.Host, state.Id, state.Incarnation),
            { Pending.MakesGuest: true } => Create(state),
            { Pending: { } pending } => new OperateGuest(
                placement.Host, state.Id, state.Incarnation, pending.Number, pending.Operation),
            _ => null,
        };
    }

    private static CreateGuest Create(ComputeState state) => new(
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
        });
}
