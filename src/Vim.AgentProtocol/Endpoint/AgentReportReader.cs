using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Wire;
using Vim.Codecs;
using Vim.Contracts.Agent.V1;
using Vim.Rpc;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>
/// Reads what an agent says after its registration and hands it to the VIM, in order, with a bound on how much the VIM
/// works on at a time.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Reports under way give their room back after the session; it holds no handle.")]
internal sealed class AgentReportReader(
    AgentSession session,
    IAgentSessions sessions,
    HostLeases leases,
    int maxPending,
    ILogger log)
{
    private readonly SemaphoreSlim _room = new(maxPending);

    public async Task ReadAsync(IAsyncEnumerator<AgentMessage> messages, CancellationToken cancellationToken)
    {
        while (await messages.MoveNextAsync())
        {
            var message = messages.Current;
            if (message.RenewLease is { } renewal)
            {
                Renew(renewal);
                continue;
            }

            await _room.WaitAsync(cancellationToken);
            Hand(message, cancellationToken);
        }
    }

    private void Renew(RenewLease renewal)
    {
        if (renewal.SessionId == session.SessionId)
        {
            leases.Renew(session.Host);
            session.Renewed(renewal.Sequence);
        }
    }

    private void Hand(AgentMessage message, CancellationToken cancellationToken)
    {
        try
        {
            _ = FinishAsync(BeginAsync(message, cancellationToken), message.CommandOutcome?.CommandId);
        }
        catch (FormatException exception)
        {
            throw new RpcException(RpcStatusCode.FailedPrecondition, exception.Message);
        }
    }

    private ValueTask BeginAsync(AgentMessage message, CancellationToken cancellationToken)
    {
        var host = session.Host;
        switch (message.MessageCase)
        {
            case AgentMessage.MessageOneofCase.CommandOutcome:
                return sessions.OnOutcomeAsync(session, message.CommandOutcome.ToDomain(host), cancellationToken);
            case AgentMessage.MessageOneofCase.ObservedGuests:
                return sessions.OnObservedAsync(session, message.ObservedGuests.ToDomain(host), cancellationToken);
            case AgentMessage.MessageOneofCase.InventoryChanged:
                var inventory = (message.InventoryChanged.Inventory
                    ?? throw new FormatException("InventoryChanged has no inventory")).ToDomain();
                AgentRegistrationRules.Check(inventory);
                return inventory.Id == host
                    ? sessions.OnInventoryChangedAsync(session, inventory, cancellationToken)
                    : throw new FormatException($"the agent of host {host} tells the inventory of host {inventory.Id}");
            case AgentMessage.MessageOneofCase.Register:
                throw new FormatException("Register comes once, as the first message of a stream");
            default:
                // Of a newer version: what it means is not known, and nothing is owed for it.
                return ValueTask.CompletedTask;
        }
    }

    private async Task FinishAsync(ValueTask report, string? commandId)
    {
        try
        {
            await report;
            if (commandId is not null)
            {
                session.Acknowledge(commandId);
            }
        }
        catch (OperationCanceledException)
        {
            // The session ended first; the agent says it again.
        }
        catch (Exception exception)
        {
            log.ReportFailed(session.Host.Value, exception);
        }
        finally
        {
            _room.Release();
        }
    }
}
