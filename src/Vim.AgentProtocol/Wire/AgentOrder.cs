using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.AgentProtocol.Wire;

/// <summary>
/// An order of the VIM as an agent has it: <see cref="Domain.Compute.GuestOrder"/> less what only the VIM needs.
/// </summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public abstract record AgentOrder(string CommandId, long Epoch, ComputeId Compute, int Incarnation);

/// <summary>Make and start a guest.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Spec">The guest.</param>
public sealed record CreateOrder(string CommandId, long Epoch, GuestSpec Spec)
    : AgentOrder(CommandId, Epoch, Spec.Compute, Spec.Incarnation);

/// <summary>Do a power operation.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
/// <param name="Operation">What.</param>
public sealed record OperateOrder(
    string CommandId, long Epoch, ComputeId Compute, int Incarnation, GuestOperation Operation)
    : AgentOrder(CommandId, Epoch, Compute, Incarnation);

/// <summary>Remove a guest.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public sealed record DestroyOrder(string CommandId, long Epoch, ComputeId Compute, int Incarnation)
    : AgentOrder(CommandId, Epoch, Compute, Incarnation);

/// <summary>Make ready for a guest of another host.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Spec">The guest.</param>
public sealed record PrepareOrder(string CommandId, long Epoch, GuestSpec Spec)
    : AgentOrder(CommandId, Epoch, Spec.Compute, Spec.Incarnation);

/// <summary>Send a guest to another host.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation here.</param>
/// <param name="Endpoint">Where the other host listens.</param>
public sealed record SendOrder(string CommandId, long Epoch, ComputeId Compute, int Incarnation, string Endpoint)
    : AgentOrder(CommandId, Epoch, Compute, Incarnation);

/// <summary>Say what became of a guest that was to come.</summary>
/// <param name="CommandId">The same whenever the order is given again.</param>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Compute">The compute.</param>
/// <param name="Incarnation">Its incarnation.</param>
public sealed record SettleOrder(string CommandId, long Epoch, ComputeId Compute, int Incarnation)
    : AgentOrder(CommandId, Epoch, Compute, Incarnation);
