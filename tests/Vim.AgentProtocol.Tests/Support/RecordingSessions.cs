using System.Collections.Concurrent;
using System.Threading.Channels;
using Vim.AgentProtocol.Endpoint;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Topology;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>A VIM that writes down what agents say, and does with outcomes what a test wants.</summary>
internal sealed class RecordingSessions : IAgentSessions
{
    public Channel<(IAgentSession Session, RegisterHost Host)> Registered { get; } =
        Channel.CreateUnbounded<(IAgentSession, RegisterHost)>();

    public Channel<(HostId Host, AgentLease Lease, TimeSpan Silence)> Leases { get; } =
        Channel.CreateUnbounded<(HostId, AgentLease, TimeSpan)>();

    public Channel<ReportOrderOutcome> Outcomes { get; } = Channel.CreateUnbounded<ReportOrderOutcome>();

    public Channel<ReportGuests> Observed { get; } = Channel.CreateUnbounded<ReportGuests>();

    public Channel<HostInventory> Inventories { get; } = Channel.CreateUnbounded<HostInventory>();

    public Channel<(IAgentSession Session, string Reason)> Closed { get; } =
        Channel.CreateUnbounded<(IAgentSession, string)>();

    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>What becomes of registrations; accepted with epoch 1 unless a test says otherwise.</summary>
    public Func<IAgentSession, RegisterHost, AgentAdmission> Admit { get; set; } = (_, _) => AgentAdmission.Accept(1);

    /// <summary>When outcomes are durable; at once unless a test says otherwise.</summary>
    public Func<ReportOrderOutcome, Task> Keep { get; set; } = _ => Task.CompletedTask;

    public static VimError Refusal(string code, string message) => new() { Code = code, Message = message };

    public ValueTask<AgentAdmission> OnRegisteredAsync(
        IAgentSession session, RegisterHost host, CancellationToken cancellationToken)
    {
        Log.Enqueue($"registered {session.SessionId}");
        var admission = Admit(session, host);
        Registered.Writer.TryWrite((session, host));
        return ValueTask.FromResult(admission);
    }

    public void OnLease(HostId host, AgentLease lease, TimeSpan silence) =>
        Leases.Writer.TryWrite((host, lease, silence));

    public async ValueTask OnOutcomeAsync(
        IAgentSession session, ReportOrderOutcome outcome, CancellationToken cancellationToken)
    {
        Outcomes.Writer.TryWrite(outcome);
        await Keep(outcome);
    }

    public ValueTask OnObservedAsync(IAgentSession session, ReportGuests guests, CancellationToken cancellationToken)
    {
        Observed.Writer.TryWrite(guests);
        return ValueTask.CompletedTask;
    }

    public ValueTask OnInventoryChangedAsync(
        IAgentSession session, HostInventory inventory, CancellationToken cancellationToken)
    {
        Inventories.Writer.TryWrite(inventory);
        return ValueTask.CompletedTask;
    }

    public void OnClosed(IAgentSession session, string reason)
    {
        Log.Enqueue($"closed {session.SessionId}");
        Closed.Writer.TryWrite((session, reason));
    }
}
