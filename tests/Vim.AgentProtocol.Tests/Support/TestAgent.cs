using Microsoft.Extensions.Logging.Abstractions;
using Vim.AgentProtocol.Agent;
using Vim.Domain.Southbound;
using Vim.Rpc.Client;
using Vim.Testing.Time;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>An agent that runs until it is disposed.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _dead = new();
    private readonly IReadOnlyList<RpcChannel> _channels;
    private readonly HostAgent _agent;

    public TestAgent(
        IHostDriver driver,
        IReadOnlyList<RpcChannel> channels,
        HostAgentOptions? options = null,
        TimeProvider? time = null)
    {
        _channels = channels;
        _agent = new(
            driver,
            options ?? Quick,
            channels,
            time ?? TimeProvider.System,
            new Random(1),
            Guid.NewGuid().ToString(),
            NullLoggerFactory.Instance);
        Running = _agent.RunAsync(_stop.Token, _dead.Token);
    }

    public static HostAgentOptions Quick { get; } = new()
    {
        AgentVersion = "test",
        ObservationInterval = TimeSpan.FromMilliseconds(50),
        MinBackoff = TimeSpan.FromMilliseconds(10),
        MaxBackoff = TimeSpan.FromMilliseconds(200),
    };

    public Task Running { get; }

    public void LookNow() => _agent.LookNow();

    /// <summary>The agent's host loses power.</summary>
    public Task DieAsync()
    {
        _dead.Cancel();
        return Running.InTime();
    }

    public Task StopAsync()
    {
        _stop.Cancel();
        return Running.InTime();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _agent.Dispose();
        _stop.Dispose();
        _dead.Dispose();
        foreach (var channel in _channels)
        {
            channel.Dispose();
        }
    }
}
