using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Wire;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.AgentProtocol.Agent;

/// <summary>
/// Has the host's driver do an order, in the time that it may take, and tells how it ended. Safe for several threads.
/// </summary>
internal sealed class OrderExecutor(
    IHostDriver driver, HostId host, HostAgentOptions options, TimeProvider time, ILogger log)
{
    /// <summary>Does the order and says how it ended; whatever the driver throws is a failure of the order.</summary>
    /// <param name="order">Which.</param>
    /// <param name="abandoned">Fires when the agent's process ends.</param>
    /// <exception cref="OperationCanceledException">It was abandoned: it has no outcome.</exception>
    public async Task<ReportOrderOutcome> ExecuteAsync(AgentOrder order, CancellationToken abandoned)
    {
        var limit = order is SendOrder ? options.SendTimeout : options.OrderTimeout;
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, abandoned);
        try
        {
            var seen = await CallDriverAsync(order, either.Token);
            log.OrderDone(order.CommandId, order.Compute.Value, seen.PowerState.ToString());
            return new(host, order.CommandId, order.Compute, order.Incarnation, seen, null, IsTransient: false);
        }
        catch (HostDriverException refusal)
        {
            var transient = refusal.Code is ErrorCodes.HostUnreachable or ErrorCodes.Overloaded;
            return Failed(order, refusal.Code, refusal.Message, transient);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !abandoned.IsCancellationRequested)
        {
            return Failed(
                order,
                ErrorCodes.HostRefused,
                $"the host did not finish within {limit}",
                isTransient: true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.DriverBroke(order.CommandId, exception);
            return Failed(
                order,
                ErrorCodes.HostRefused,
                $"the driver failed ({exception.GetType().Name}); see the agent's log",
                isTransient: false);
        }
    }

    /// <summary>The outcome of an order that failed or was not begun.</summary>
    public ReportOrderOutcome Failed(AgentOrder order, string code, string message, bool isTransient)
    {
        log.OrderFailed(order.CommandId, code, message);
        return new(
            host, order.CommandId, order.Compute, order.Incarnation, null, new Failure(code, message), isTransient);
    }

    private async Task<GuestObservation> CallDriverAsync(AgentOrder order, CancellationToken cancellationToken)
    {
        switch (order)
        {
            case CreateOrder create:
                return await driver.CreateAsync(create.Spec, cancellationToken);
            case OperateOrder operate:
                return await driver.OperateAsync(
                    order.Compute, order.Incarnation, operate.Operation, cancellationToken);
            case DestroyOrder:
                await driver.DestroyAsync(order.Compute, order.Incarnation, cancellationToken);
                return new()
                {
                    Compute = order.Compute,
                    Incarnation = order.Incarnation,
                    PowerState = GuestPowerState.Stopped,
                    Message = "removed",
                };
            case PrepareOrder prepare:
                return await driver.PrepareAsync(prepare.Spec, cancellationToken);
            case SendOrder send:
                return await driver.SendAsync(order.Compute, order.Incarnation, send.Endpoint, cancellationToken);
            case SettleOrder:
                return await driver.SettleAsync(order.Compute, order.Incarnation, cancellationToken);
            default:
                throw new HostDriverException(ErrorCodes.NotSupported, "the agent knows no such order");
        }
    }
}
