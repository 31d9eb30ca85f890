using Vim.Codecs;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Model = Vim.Contracts.Model.V1;
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
            case PrepareGuest prepare:
                command.Prepare = new() { Spec = prepare.Spec.ToProto() };
                break;
            case SendGuest send:
                command.Send = new()
                {
                    ComputeId = send.Compute.Value,
                    Incarnation = send.Incarnation,
                    Endpoint = send.Endpoint,
                };
                break;
            case SettleGuest settle:
                command.Settle = new() { ComputeId = settle.Compute.Value, Incarnation = settle.Incarnation };
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
                SpecOf(command.Create.Spec)),
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
            Proto.Command.CommandOneofCase.Prepare => new PrepareOrder(
                command.CommandId,
                command.Epoch,
                SpecOf(command.Prepare.Spec)),
            Proto.Command.CommandOneofCase.Send => new SendOrder(
                command.CommandId,
                command.Epoch,
                new ComputeId(command.Send.ComputeId),
                command.Send.Incarnation,
                command.Send.Endpoint),
            Proto.Command.CommandOneofCase.Settle => new SettleOrder(
                command.CommandId,
                command.Epoch,
                new ComputeId(command.Settle.ComputeId),
                command.Settle.Incarnation),
            _ => throw new FormatException("a command of a kind that this version does not know"),
        };
    }

    private static GuestSpec SpecOf(Model.GuestSpec? spec) =>
        (spec ?? throw new FormatException("a command to make a guest has no spec")).ToDomain();
}
