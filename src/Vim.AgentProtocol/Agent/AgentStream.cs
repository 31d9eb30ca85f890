using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Vim.AgentProtocol.Streams;
using Vim.AgentProtocol.Wire;
using Vim.Codecs;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Southbound;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.AgentProtocol.Agent;

/// <summary>One stream of an agent, from its registration on.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A driver may ask for a look after the stream; the semaphore holds no handle.")]
internal sealed class AgentStream
{
    private const int MaxUrgent = 1024;
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);

    private readonly RpcDuplexCall<AgentMessage, VimMessage> _call;
    private readonly IAsyncEnumerator<VimMessage> _incoming;
    private readonly SendQueue<AgentMessage> _outgoing;
    private readonly SemaphoreSlim _look = new(0);
    private readonly IHostDriver _driver;
    private readonly OrderRunner _orders;
    private readonly GuestObserver _observer;
    private readonly HostAgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private volatile string? _resyncId;
    private Registered _registered = new();
    private long _answeredAt;

    public AgentStream(
        RpcDuplexCall<AgentMessage, VimMessage> call,
        IHostDriver driver,
        OrderRunner orders,
        HostAgentOptions options,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellationToken)
    {
        _call = call;
        _incoming = call.GetAsyncEnumerator(cancellationToken);
        _driver = driver;
        _orders = orders;
        _options = options;
        _time = time;
        _log = log;
        _observer = new(driver, orders, options.ObservationTimeout, time);

        // Room for every outcome that there can be, and for what was seen.
        _outgoing = new(MaxUrgent, options.MaxOrders + 64);
    }

    /// <summary>Says who the agent is and waits for the answer.</summary>
    /// <exception cref="RpcException">The VIM refused, is not there, or did not answer in time.</exception>
    public async Task<Registered> RegisterAsync(Register register, CancellationToken cancellationToken)
    {
        register.Guests.AddRange((await _observer.BeginAsync(cancellationToken)).Select(guest => guest.ToProto()));
        await _call.Requests.WriteAsync(new() { Register = register });
        var answer = _incoming.MoveNextAsync().AsTask();
        if (await Task.WhenAny(answer, Task.Delay(_options.RegistrationTimeout, _time, cancellationToken)) != answer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new RpcException(
                RpcStatusCode.DeadlineExceeded, $"the VIM did not answer within {_options.RegistrationTimeout}");
        }

        if (!await answer || _incoming.Current.Registered is not { } registered)
        {
            throw new RpcException(RpcStatusCode.FailedPrecondition, "the VIM did not answer with Registered");
        }

        _registered = registered;
        _answeredAt = _time.GetTimestamp();
        _orders.RaiseEpoch(registered.Epoch);
        return registered;
    }

    /// <summary>
    /// Talks until the stream ends, or until <paramref name="stopping"/>: then orders under way are ended first.
    /// </summary>
    /// <exception cref="RpcException">Why the VIM ended the stream.</exception>
    public async Task TalkAsync(CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _orders.Ended += Say;
        try
        {
            foreach (var outcome in _orders.Unacknowledged)
            {
                Say(outcome);
            }

            var writing = WriteAsync(ending.Token);
            var reading = ReadAsync();
            List<Task> parts = [reading, RenewAsync(ending.Token), ObserveAsync(ending.Token), writing];
            var stop = Task.Delay(Timeout.InfiniteTimeSpan, _time, stopping);
            var first = await Task.WhenAny([stop, .. parts]);
            if (first == stop)
            {
                await StopAsync(writing, reading);
            }

            await ending.CancelAsync();
            parts.ForEach(Observe);
            await (first == stop ? Task.CompletedTask : first);
        }
        finally
        {
            _orders.Ended -= Say;
        }
    }

    /// <summary>Makes the agent look at its guests now.</summary>
    public void LookNow()
    {
        if (_look.CurrentCount == 0)
        {
            _look.Release();
        }
    }

    /// <summary>
    /// Ends orders under way, says their outcomes, and waits until the VIM has read them and ends the stream too.
    /// </summary>
    private async Task StopAsync(Task writing, Task reading)
    {
        await _orders.StopAsync();
        _outgoing.Complete();
        await writing;
        await _call.Requests.CompleteAsync();
        await Task.WhenAny(reading, Task.Delay(FarewellLimit, _time));
    }

    /// <summary>The stream is over: how its other parts notice is of no interest.</summary>
    private static void Observe(Task part) => part.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private void Say(ReportOrderOutcome outcome) =>
        _outgoing.TryAdd(new() { CommandOutcome = outcome.ToProto() });

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (await _outgoing.TakeAsync(cancellationToken) is { } message)
        {
            await _call.Requests.WriteAsync(message);
        }
    }

    private async Task ReadAsync()
    {
        while (await _incoming.MoveNextAsync())
        {
            Take(_incoming.Current);
        }

        throw new RpcException(RpcStatusCode.Unavailable, "the VIM ended the stream");
    }

    private void Take(VimMessage message)
    {
        switch (message.MessageCase)
        {
            case VimMessage.MessageOneofCase.LeaseRenewed when message.LeaseRenewed.SessionId == _registered.SessionId:
                Volatile.Write(ref _answeredAt, _time.GetTimestamp());
                _orders.RaiseEpoch(message.LeaseRenewed.Epoch);
                break;
            case VimMessage.MessageOneofCase.Command:
                Take(message.Command);
                break;
            case VimMessage.MessageOneofCase.OutcomeReceived:
                _orders.Acknowledge(message.OutcomeReceived.CommandId);
                break;
            case VimMessage.MessageOneofCase.Resync:
                _resyncId = message.Resync.ResyncId;
                LookNow();
                break;
            default:
                break; // Of a newer version, or of a session that is over.
        }
    }

    private void Take(Command command)
    {
        try
        {
            _orders.Take(command.ToOrder());
        }
        catch (FormatException exception)
        {
            _log.Unreadable(exception.Message);
            GuestOrders.TryReadSubject(command.CommandId, out var compute, out var incarnation);
            _outgoing.TryAdd(new()
            {
                CommandOutcome = new()
                {
                    CommandId = command.CommandId,
                    ComputeId = compute.Value ?? "",
                    Incarnation = incarnation,
                    Failed = new() { Code = ErrorCodes.InvalidArgument, Message = exception.Message },
                },
            });
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_registered.LeaseRenewalInterval.ToTimeSpan(), _time);
        var patience = _registered.LeaseDuration.ToTimeSpan() * _options.SilentLeases;
        for (var sequence = 1L; ; sequence++)
        {
            _outgoing.TryAddUrgent(new()
            {
                RenewLease = new() { SessionId = _registered.SessionId, Sequence = sequence },
            });
            await timer.WaitForNextTickAsync(cancellationToken);
            var silence = _time.GetElapsedTime(Volatile.Read(ref _answeredAt));
            if (silence > patience)
            {
                throw new RpcException(RpcStatusCode.Unavailable, $"the VIM answered no lease renewal for {silence}");
            }
        }
    }

    private async Task ObserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitToLookAsync(cancellationToken);
            try
            {
                var asked = _resyncId;
                if (asked is not null)
                {
                    var inventory = await _driver.DiscoverAsync(cancellationToken);
                    _outgoing.TryAdd(new() { InventoryChanged = new() { Inventory = inventory.ToProto() } });
                }

                var said = await _observer.LookAsync(
                    asked is not null, (guests, all) => SaySeen(guests, all, asked), cancellationToken);
                if (said && asked == _resyncId)
                {
                    _resyncId = null;
                }
            }
            catch (HostDriverException exception)
            {
                _log.ObservationFailed(exception.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                _log.ObservationFailed($"the host did not answer within {_options.ObservationTimeout}");
            }
        }
    }

    private async Task WaitToLookAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = _look.WaitAsync(over.Token);
        var tick = Task.Delay(_options.ObservationInterval, _time, over.Token);
        await Task.WhenAny(asked, tick);
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private bool SaySeen(IReadOnlyList<GuestObservation> guests, bool isComplete, string? resyncId) =>
        _outgoing.TryAdd(new() { ObservedGuests = guests.ToProto(isComplete, isComplete ? resyncId ?? "" : "") });
}
