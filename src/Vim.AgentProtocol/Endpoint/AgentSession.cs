using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Vim.AgentProtocol.Streams;
using Vim.AgentProtocol.Wire;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Rpc;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>One stream of one agent: what is to be sent on it, and why it ends.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A close may come after the end; a token source without a timer holds no handle.")]
internal sealed class AgentSession : IAgentSession
{
    private const int MaxUrgent = 8192;

    private readonly SendQueue<VimMessage> _queue;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RpcException? _reason;
    private long _epoch;

    public AgentSession(HostId host, string sessionId, Register register, int maxOrders)
    {
        Host = host;
        SessionId = sessionId;
        Driver = register.Driver;
        AgentVersion = register.AgentVersion;
        InstanceId = register.AgentInstanceId;
        StreamNumber = register.StreamNumber;
        _queue = new(MaxUrgent, maxOrders);
    }

    public HostId Host { get; }

    public string SessionId { get; }

    public string Driver { get; }

    public string AgentVersion { get; }

    public string InstanceId { get; }

    public long StreamNumber { get; }

    /// <summary>Fires when the session is closed from this side.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>Completes when its call has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why this side closed it; null: it did not.</summary>
    public RpcException? Reason => Volatile.Read(ref _reason);

    public bool TrySend(GuestOrder order) => _queue.TryAdd(new() { Command = order.ToProto(0) });

    public bool TryResync(string resyncId) => _queue.TryAdd(new() { Resync = new() { ResyncId = resyncId } });

    public void SetEpoch(long epoch) => Volatile.Write(ref _epoch, epoch);

    public void Close(string reason) => Close(RpcStatusCode.Unavailable, reason);

    public void Close(RpcStatusCode code, string reason)
    {
        if (Interlocked.CompareExchange(ref _reason, new RpcException(code, reason), null) is null)
        {
            _queue.Complete();
            _closed.Cancel();
        }
    }

    /// <summary>The first message to the agent.</summary>
    public void Admit(AgentEndpointOptions options, long epoch)
    {
        SetEpoch(epoch);
        SendUrgent(new()
        {
            Registered = new()
            {
                ProtocolVersion = ProtocolVersion.Current,
                SessionId = SessionId,
                LeaseRenewalInterval = Duration.FromTimeSpan(options.LeaseRenewalInterval),
                LeaseDuration = Duration.FromTimeSpan(options.LeaseDuration),
                Epoch = epoch,
            },
        });
    }

    public void Renewed(long sequence) => SendUrgent(new()
    {
        LeaseRenewed = new() { SessionId = SessionId, Sequence = sequence, Epoch = Volatile.Read(ref _epoch) },
    });

    public void Acknowledge(string commandId) =>
        SendUrgent(new() { OutcomeReceived = new() { CommandId = commandId } });

    /// <summary>Writes what is queued until the session ends. The epoch is that of the moment of sending.</summary>
    public async Task WriteAsync(IRpcWriter<VimMessage> writer, CancellationToken cancellationToken)
    {
        while (await _queue.TakeAsync(cancellationToken) is { } message)
        {
            if (message.Command is { } command)
            {
                command.Epoch = Volatile.Read(ref _epoch);
            }

            await writer.WriteAsync(message);
        }
    }

    public void End()
    {
        _queue.Complete();
        _ended.TrySetResult();
    }

    private void SendUrgent(VimMessage message)
    {
        if (!_queue.TryAddUrgent(message))
        {
            Close(RpcStatusCode.ResourceExhausted, "the agent does not read what it asks for");
        }
    }
}
