using Vim.Codecs;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Proto = Vim.Contracts.Agent.V1;

namespace Vim.AgentProtocol.Wire;

/// <summary>Orders to and from <c>vim.agent.v1</c>.</summary>
public static class OrderCodec
{
    /// <summary>To the wire.</summary>
    /// <param name="order">The order.</param>
    /// <param name="epoch">The owner's epoch of the host's zone.</param>
    public static Proto.Command ToProto(this GuestOrder order, long epoch)
    {
        var command = new Proto.Command { CommandId = order.CommandId, Epoch = epoch };
        switch (order)
        {
            case CreateGuest create:
                command.Create = new() { Spec = create.Spec.ToProto() };
                break;
            case OperateGuest operate:
                command.Operate = new()
                {
                    ComputeId = operate.Compute.Value,
                    Incarnation = operate.Incarnation,
                    Operation = operate.Operation.ToProto(),
                };
                break;
            case DestroyGuest destroy:
                command.Destroy = new() { ComputeId = destroy.Compute.Value, Incarnation = destroy.Incarnation };
                break;
            default:
                throw new ArgumentException($"{order.GetType().Name} has no form on the wire", nameof(order));
        }

        return command;
    }

    /// <summary>From the wire.</summary>
    /// <exception cref="FormatException">A part is missing, or is of a newer version.</exception>
    public static AgentOrder ToOrder(this Proto.Command command)
    {
        if (command.CommandId.Length == 0)
        {
            throw new FormatException("a command has no id");
        }

        return command.CommandCase switch
        {
            Proto.Command.CommandOneofCase.Create => new CreateOrder(
                command.CommandId,
                command.Epoch,
                (command.Create.Spec ?? throw new FormatException("a create has no spec")).ToDomain()),
            Proto.Command.CommandOneofCase.Operate => new OperateOrder(
                command.CommandId,
                command.Epoch,
                new ComputeId(command.Operate.ComputeId),
                command.Operate.Incarnation,
                command.Operate.Operation.ToDomain()),
            Proto.Command.CommandOneofCase.Destroy => new DestroyOrder(
                command.CommandId,
                command.Epoch,
                new ComputeId(command.Destroy.ComputeId),
                command.Destroy.Incarnation),
            _ => throw new FormatException("a command of a kind that this version does not know"),
        };
    }
}
