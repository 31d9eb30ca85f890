using Microsoft.Extensions.Logging;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Rpc;
using Vim.Rpc.Server;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>
/// The VIM's half of <c>vim.agent.v1</c>: admits agents, keeps one live session a host, watches leases, sends orders,
/// and acknowledges an outcome when the VIM says that it is durable. Safe for several threads.
/// </summary>
public sealed class AgentEndpoint : IDisposable
{
    private static readonly TimeSpan HandoverLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<HostId, AgentSession> _live = [];
    private readonly IAgentSessions _sessions;
    private readonly AgentEndpointOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<string> _newId;
    private readonly ILogger _log;
    private readonly HostLeases _leases;

    /// <summary>Makes the endpoint; <see cref="Service"/> is to be served.</summary>
    /// <param name="sessions">What the VIM does with what agents say.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">The clock of leases.</param>
    /// <param name="newId">Makes session ids.</param>
    /// <param name="loggers">Where log records go.</param>
    public AgentEndpoint(
        IAgentSessions sessions,
        AgentEndpointOptions options,
        TimeProvider time,
        Func<string> newId,
        ILoggerFactory loggers)
    {
        _sessions = sessions;
        _options = options;
        _time = time;
        _newId = newId;
        _log = loggers.CreateLogger("Vim.AgentProtocol.Endpoint");
        _leases = new(options.LeaseDuration, time, ReportLease);
        Service = RpcService.For(AgentReflection.Descriptor.Services[0])
            .Duplex<AgentMessage, VimMessage>("Connect", ConnectAsync)
            .Build();
    }

    /// <summary>The gRPC service <c>vim.agent.v1.AgentService</c>.</summary>
    public RpcService Service { get; }

    /// <summary>Whether the host's agent is connected now.</summary>
    public bool IsConnected(HostId host) => Find(host) is not null;

    /// <summary>The host's session, or null.</summary>
    public IAgentSession? Find(HostId host)
    {
        lock (_lock)
        {
            return _live.GetValueOrDefault(host);
        }
    }

    /// <summary>Sends an order to its host.</summary>
    /// <returns>False where the agent is not connected or its queue is full: nothing was done.</returns>
    public bool TrySend(GuestOrder order) => Find(order.Host)?.TrySend(order) ?? false;

    /// <summary>
    /// Watches the lease of a host that is known and has not connected yet (after a start of the VIM): it lapses unless
    /// the agent registers in time.
    /// </summary>
    public void Watch(HostId host) => _leases.Renew(host);

    /// <summary>The host is removed for good: its lease is watched no longer, its session ends.</summary>
    public void Forget(HostId host)
    {
        _leases.Forget(host);
        Find(host)?.Close($"host {host} was removed from the VIM");
    }

    /// <summary>Stops watching leases and ends all sessions.</summary>
    public void Dispose()
    {
        _leases.Dispose();
        List<AgentSession> live;
        lock (_lock)
        {
            live = [.. _live.Values];
        }

        live.ForEach(session => session.Close("the VIM stops"));
    }

    private async ValueTask ConnectAsync(
        IAsyncEnumerable<AgentMessage> requests, IRpcWriter<VimMessage> responses, RpcServerCall call)
    {
        var first = new FirstMessage(requests, _options.RegistrationTimeout, _time);
        try
        {
            var register = await first.ReadAsync(call.CancellationToken);
            var host = AgentRegistrationRules.Read(register);
            AgentAuthorization.Require(call.Peer, host.Inventory.Id, _options.TrustPlaintextLoopback);
            var session = new AgentSession(host.Inventory.Id, _newId(), register, _options.MaxQueuedOrders);
            await TakeOverAsync(session);
            await ServeAsync(session, host, first, responses, call);
        }
        catch (RpcException refusal) when (!first.Admitted)
        {
            _log.Refused(refusal.Message);
            throw;
        }
        finally
        {
            first.Dispose();
        }
    }

    /// <summary>
    /// Makes the session the host's live one. The one before it is closed, and has ended when this returns.
    /// </summary>
    private async Task TakeOverAsync(AgentSession session)
    {
        AgentSession? before;
        lock (_lock)
        {
            if (_live.TryGetValue(session.Host, out before)
                && before.InstanceId == session.InstanceId
                && before.StreamNumber >= session.StreamNumber)
            {
                throw new RpcException(
                    RpcStatusCode.AlreadyExists,
                    $"stream {session.StreamNumber} of host {session.Host} is older than its {before.StreamNumber}");
            }

            _live[session.Host] = session;
        }

        if (before is not null)
        {
            before.Close(RpcStatusCode.AlreadyExists, $"a newer stream of host {session.Host} has taken over");
            await Task.WhenAny(before.Ended, Task.Delay(HandoverLimit, _time));
        }
    }

    private async Task ServeAsync(
        AgentSession session,
        RegisterHost host,
        FirstMessage requests,
        IRpcWriter<VimMessage> responses,
        RpcServerCall call)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, session.Closed);
        using var stopping = call.ServerStopping.Register(() => session.Close("the VIM stops"));
        var reason = "the agent ended the stream";
        try
        {
            var admission = await _sessions.OnRegisteredAsync(session, host, ending.Token);
            if (admission.Refusal is { } refusal)
            {
                throw AgentRegistrationRules.Refused(refusal);
            }

            requests.Admitted = true;
            session.Admit(_options, admission.Epoch);
            _leases.Renew(session.Host);
            _log.Registered(
                session.Host.Value,
                session.SessionId,
                session.Driver,
                session.AgentVersion,
                host.Inventory.BootId,
                host.Guests.Length);
            await TalkAsync(session, requests, responses, ending);
        }
        catch (Exception) when (session.Reason is not null)
        {
            // Why this side closed it is told below; how the other half noticed does not matter.
        }
        catch (Exception exception)
        {
            reason = call.CancellationToken.IsCancellationRequested ? "the connection was lost" : exception.Message;
            throw;
        }
        finally
        {
            Leave(session, session.Reason?.Status.Message ?? reason);
        }

        if (session.Reason is { } closed)
        {
            throw closed;
        }
    }

    private async Task TalkAsync(
        AgentSession session,
        FirstMessage requests,
        IRpcWriter<VimMessage> responses,
        CancellationTokenSource ending)
    {
        var reader = new AgentReportReader(session, _sessions, _leases, _options.MaxPendingReports, _log);
        var reading = reader.ReadAsync(requests.Rest, ending.Token);
        var writing = session.WriteAsync(responses, ending.Token);
        using var stop = ending.Token.Register(requests.Cancel);
        var first = await Task.WhenAny(reading, writing);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(reading, writing);
        }
        catch (OperationCanceledException)
        {
            // The other half was told to end.
        }

        await first;
    }

    private void Leave(AgentSession session, string reason)
    {
        lock (_lock)
        {
            if (_live.GetValueOrDefault(session.Host) == session)
            {
                _live.Remove(session.Host);
            }
        }

        _log.Closed(session.SessionId, session.Host.Value, reason);
        _sessions.OnClosed(session, reason);
        session.End();
    }

    private void ReportLease(HostId host, AgentLease lease, TimeSpan silence)
    {
        if (lease == AgentLease.Lapsed)
        {
            _log.LeaseLapsed(host.Value, silence);
        }

        _sessions.OnLease(host, lease, silence);
    }
}
