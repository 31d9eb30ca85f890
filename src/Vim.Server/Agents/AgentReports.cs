using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Endpoint;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;
using Vim.Domain.Topology;
using Vim.Engine;
using Vim.Server.Admin;

namespace Vim.Server.Agents;

/// <summary>
/// Tells the engine what agents say, and remembers what they saw last; that is gone with the process.
/// </summary>
internal sealed class AgentReports(TimeProvider time, ILogger<AgentReports> log) : IAgentSessions, IObservedGuests
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<HostId, AgentLease> _leases = new();
    private readonly ConcurrentDictionary<HostId, ConcurrentDictionary<ComputeId, GuestObservation>> _guests = new();
    private IVimEngine? _engine;

    private IVimEngine Engine => _engine ?? throw new InvalidOperationException("agents came before the engine");

    /// <summary>Gives the engine, once, before the first agent is let in.</summary>
    public void Attach(IVimEngine engine) => _engine = engine;

    /// <inheritdoc />
    public IReadOnlyList<GuestObservation> On(HostId host) => _guests.TryGetValue(host, out var guests)
        ? [.. guests.Values.OrderBy(guest => guest.Compute.Value, StringComparer.Ordinal)]
        : [];

    /// <inheritdoc />
    public async ValueTask<AgentAdmission> OnRegisteredAsync(
        IAgentSession session, RegisterHost host, CancellationToken cancellationToken)
    {
        Remember(session.Host, host.Guests, isComplete: true);
        var outcome = await Engine.AskAsync(host, CallerContext.Internal, cancellationToken);
        if (outcome.IsSuccess)
        {
            return AgentAdmission.Accept(epoch: 0);
        }

        AgentLog.RegistrationRefused(log, session.Host, outcome.Error.Message);
        return AgentAdmission.Refuse(outcome.Error);
    }

    /// <inheritdoc />
    public void OnLease(HostId host, AgentLease lease, TimeSpan silence)
    {
        AgentLog.Lease(log, host, lease, silence);
        _leases[host] = lease;
        _ = ReportLeaseAsync(host, lease, silence);
    }

    /// <inheritdoc />
    public async ValueTask OnOutcomeAsync(
        IAgentSession session, ReportOrderOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Done is { } seen)
        {
            Remember(session.Host, [seen], isComplete: false);
        }
        else if (outcome.Failure is null
            && GuestOrders.TryReadCommand(outcome.CommandId, out var verb, out _) && verb == GuestOrders.Destroy
            && _guests.TryGetValue(session.Host, out var guests))
        {
            guests.TryRemove(outcome.Compute, out _);
        }

        await TellAsync(outcome, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask OnObservedAsync(IAgentSession session, ReportGuests guests, CancellationToken cancellationToken)
    {
        Remember(session.Host, guests.Guests, guests.IsComplete);
        return TellAsync(guests, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask OnInventoryChangedAsync(
        IAgentSession session, HostInventory inventory, CancellationToken cancellationToken) =>
        TellAsync(new RegisterHost(inventory, [.. On(session.Host)], session.Driver), cancellationToken);

    /// <inheritdoc />
    public void OnClosed(IAgentSession session, string reason)
    {
        // Whether the host is well is told by its lease, not by one stream.
    }

    /// <summary>The host is gone for good.</summary>
    public void Forget(HostId host)
    {
        _leases.TryRemove(host, out _);
        _guests.TryRemove(host, out _);
    }

    private void Remember(HostId host, IEnumerable<GuestObservation> seen, bool isComplete)
    {
        var guests = _guests.GetOrAdd(host, static _ => new());
        var kept = new HashSet<ComputeId>();
        foreach (var guest in seen)
        {
            guests[guest.Compute] = guest;
            kept.Add(guest.Compute);
        }

        foreach (var gone in guests.Keys.Where(compute => isComplete && !kept.Contains(compute)))
        {
            guests.TryRemove(gone, out _);
        }
    }

    /// <summary>Tells the engine; a refusal is thrown, so that the agent says it again.</summary>
    private async ValueTask TellAsync<T>(IRequest<T> message, CancellationToken cancellationToken)
    {
        var outcome = await Engine.AskAsync(message, CallerContext.Internal, cancellationToken);
        if (!outcome.IsSuccess)
        {
            throw new AgentReportException(outcome.Error);
        }
    }

    /// <summary>
    /// A change of a lease is said once by the endpoint, so it is repeated here until the engine took it.
    /// </summary>
    private async Task ReportLeaseAsync(HostId host, AgentLease lease, TimeSpan silence)
    {
        var report = lease == AgentLease.Lapsed
            ? new ReportLease(host, HostLease.Suspected, $"its agent was silent for {silence.TotalMilliseconds:F0} ms")
            : new ReportLease(host, HostLease.Held, "its agent renews its lease again");
        while (_leases.TryGetValue(host, out var current) && current == lease)
        {
            var outcome = await Engine.AskAsync(report, CallerContext.Internal, CancellationToken.None);
            if (outcome.IsSuccess || outcome.Error.RetryAfter is null)
            {
                return;
            }

            await Task.Delay(LeaseRetry, time);
        }
    }
}

/// <summary>The engine did not take what an agent said.</summary>
internal sealed class AgentReportException(VimError error) : Exception($"{error.Code}: {error.Message}");
