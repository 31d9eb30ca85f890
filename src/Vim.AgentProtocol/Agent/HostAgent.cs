using Microsoft.Extensions.Logging;
using Vim.Codecs;
using Vim.Contracts.Agent.V1;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Rpc;
using Vim.Rpc.Client;

namespace Vim.AgentProtocol.Agent;

/// <summary>
/// The agent's half of <c>vim.agent.v1</c>: registers a host with the VIM, renews its lease, carries out orders through
/// the driver, tells their outcomes until they are acknowledged, and tells what it sees of guests. Dials again, with
/// growing waits, whenever the stream ends.
/// </summary>
public sealed class HostAgent : IDisposable
{
    private static readonly RpcMethod<AgentMessage, VimMessage> Connect =
        RpcMethod.Of<AgentMessage, VimMessage>(AgentReflection.Descriptor.Services[0], "Connect");

    private readonly IHostDriver _driver;
    private readonly HostAgentOptions _options;
    private readonly IReadOnlyList<RpcChannel> _vims;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _instanceId;
    private readonly Backoff _backoff;
    private OrderRunner? _orders;
    private AgentStream? _stream;
    private long _streamNumber;

    /// <summary>Makes an agent; <see cref="RunAsync(CancellationToken, CancellationToken)"/> starts it.</summary>
    /// <param name="driver">What it can do to its host.</param>
    /// <param name="options">How it behaves.</param>
    /// <param name="vims">
    /// Channels to the VIM's members, tried in turn; at least one. Not disposed by the agent.
    /// </param>
    /// <param name="time">The clock of leases, waits and limits.</param>
    /// <param name="chance">Spreads the waits before dialling again.</param>
    /// <param name="instanceId">Names this process; no other has the same.</param>
    /// <param name="loggers">Where log records go.</param>
    public HostAgent(
        IHostDriver driver,
        HostAgentOptions options,
        IReadOnlyList<RpcChannel> vims,
        TimeProvider time,
        Random chance,
        string instanceId,
        ILoggerFactory loggers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(vims.Count, nameof(vims));
        _driver = driver;
        _options = options;
        _vims = vims;
        _time = time;
        _instanceId = instanceId;
        _log = loggers.CreateLogger("Vim.AgentProtocol.Agent");
        _backoff = new(options.MinBackoff, options.MaxBackoff, chance);
    }

    /// <summary>Runs until it is told to stop in good order; for a host that cannot go away alone.</summary>
    /// <param name="stopping">Stops it in good order.</param>
    public Task RunAsync(CancellationToken stopping) => RunAsync(stopping, CancellationToken.None);

    /// <summary>
    /// Runs until it is told to stop; once. Then takes no more orders, waits for those under way, tells their outcomes
    /// and ends the stream. Never throws for what a VIM, a network or a driver does.
    /// </summary>
    /// <param name="stopping">Stops it in good order.</param>
    /// <param name="dead">Its host is gone: stops it at once, in the middle of whatever it does.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken dead)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, dead);
        for (var attempt = 0; !either.IsCancellationRequested; attempt++)
        {
            var vim = _vims[attempt % _vims.Count];
            string reason;
            try
            {
                await ConnectAsync(vim, stopping, dead);
                return;
            }
            catch (RpcException exception)
            {
                reason = $"{exception.Code}: {exception.Status.Message}";
            }
            catch (HostDriverException exception)
            {
                reason = $"{exception.Code}: {exception.Message}";
            }
            catch (OperationCanceledException)
            {
                reason = "a limit of time passed";
            }

            await WaitAsync(vim, reason, either.Token);
        }

        if (!dead.IsCancellationRequested)
        {
            await (_orders?.StopAsync() ?? Task.CompletedTask);
        }
    }

    /// <summary>
    /// Makes the agent look at its guests now: for drivers that notice changes. Safe for several threads.
    /// </summary>
    public void LookNow() => Volatile.Read(ref _stream)?.LookNow();

    /// <inheritdoc />
    public void Dispose() => _orders?.Dispose();

    private async Task ConnectAsync(RpcChannel vim, CancellationToken stopping, CancellationToken dead)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(dead);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, dead);
        var register = await DescribeAsync(either.Token);
        using var call = vim.Duplex(Connect, new() { CancellationToken = ending.Token });
        try
        {
            var stream = new AgentStream(call, _driver, _orders!, _options, _time, _log, ending.Token);
            var registered = await stream.RegisterAsync(register, either.Token);
            _backoff.Reset();
            _log.Registered(
                register.Inventory.HostId,
                vim.Address,
                registered.SessionId,
                registered.Epoch,
                registered.LeaseDuration.ToTimeSpan());
            Volatile.Write(ref _stream, stream);
            await stream.TalkAsync(stopping, ending.Token);
        }
        finally
        {
            Volatile.Write(ref _stream, null);
            await ending.CancelAsync();
        }
    }

    private async Task<Register> DescribeAsync(CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(_options.ObservationTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        var inventory = await _driver.DiscoverAsync(either.Token);
        _orders ??= new(_driver, new HostId(inventory.Id.Value), _options, _time, _log);
        return new()
        {
            ProtocolVersion = ProtocolVersion.Current,
            Inventory = inventory.ToProto(),
            Driver = _driver.Name,
            AgentVersion = _options.AgentVersion,
            StreamNumber = ++_streamNumber,
            AgentInstanceId = _instanceId,
        };
    }

    private async Task WaitAsync(RpcChannel vim, string reason, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        var wait = _backoff.Next();
        _log.Disconnected(vim.Address, reason, wait);
        try
        {
            await Task.Delay(wait, _time, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
