using System.Globalization;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>
/// What a host is to do for one compute. A function of the compute's state alone (<see cref="GuestOrders.Owed"/>), so
/// it is given again after a restart or a reconnect until its outcome is known; agents do each at most once.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Number">Tells orders of one kind and incarnation apart.</param>
public abstract record GuestOrder(HostId Host, ComputeId Compute, int Incarnation, int Number)
{
    /// <summary>The id under which agents know the order: the same whenever it is given again.</summary>
    public string CommandId => string.Create(
        CultureInfo.InvariantCulture, $"{Compute.Value}:{Incarnation}:{Verb}:{Number}");

    private protected abstract string Verb { get; }
}

/// <summary>Make and start the guest.</summary>
/// <param name="Host">The host.</param>
/// <param name="Spec">The guest.</param>
/// <param name="Number">0 at first; more when the guest is made again.</param>
public sealed record CreateGuest(HostId Host, GuestSpec Spec, int Number)
    : GuestOrder(Host, Spec.Compute, Spec.Incarnation, Number)
{
    private protected override string Verb => GuestOrders.Create;
}

/// <summary>Do a power operation.</summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Number">Number of the operation within the compute: done once, however often it is ordered.</param>
/// <param name="Operation">What.</param>
public sealed record OperateGuest(HostId Host, ComputeId Compute, int Incarnation, int Number, GuestOperation Operation)
    : GuestOrder(Host, Compute, Incarnation, Number)
{
    private protected override string Verb => GuestOrders.Operate;
}

/// <summary>Remove the guest of this or an earlier incarnation.</summary>
/// <param name="Host">The host.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public sealed record DestroyGuest(HostId Host, ComputeId Compute, int Incarnation)
    : GuestOrder(Host, Compute, Incarnation, 0)
{
    private protected override string Verb => GuestOrders.Destroy;
}

/// <summary>Define a guest that another host will send, not running, and listen for it.</summary>
/// <param name="Host">The host that it will come to.</param>
/// <param name="Spec">The guest, with its placement there.</param>
/// <param name="Number">Number of the migration.</param>
public sealed record PrepareGuest(HostId Host, GuestSpec Spec, int Number)
    : GuestOrder(Host, Spec.Compute, Spec.Incarnation, Number)
{
    private protected override string Verb => GuestOrders.Prepare;
}

/// <summary>Send the running guest to a host that listens for it.</summary>
/// <param name="Host">The host that it is on.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation on this host.</param>
/// <param name="Number">Number of the migration.</param>
/// <param name="Endpoint">Where the other host listens, as that host said it.</param>
public sealed record SendGuest(HostId Host, ComputeId Compute, int Incarnation, int Number, string Endpoint)
    : GuestOrder(Host, Compute, Incarnation, Number)
{
    private protected override string Verb => GuestOrders.Send;
}

/// <summary>Say what became of a guest that was to come; one that has not begun to run never will.</summary>
/// <param name="Host">The host that it was to come to.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation there.</param>
/// <param name="Number">Number of the migration.</param>
public sealed record SettleGuest(HostId Host, ComputeId Compute, int Incarnation, int Number)
    : GuestOrder(Host, Compute, Incarnation, Number)
{
    private protected override string Verb => GuestOrders.Settle;
}
