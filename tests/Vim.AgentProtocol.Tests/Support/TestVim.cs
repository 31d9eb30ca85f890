using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Vim.AgentProtocol.Endpoint;
using Vim.Rpc.Client;
using Vim.Rpc.Server;

namespace Vim.AgentProtocol.Tests.Support;

/// <summary>The VIM's half on a real server on the loopback.</summary>
internal sealed class TestVim : IAsyncDisposable
{
    private readonly RpcServer _server;

    private TestVim(RecordingSessions sessions, AgentEndpoint endpoint, RpcServer server)
    {
        Sessions = sessions;
        Endpoint = endpoint;
        _server = server;
    }

    /// <summary>Leases long enough that a slow machine does not let them lapse.</summary>
    public static AgentEndpointOptions Patient { get; } = new()
    {
        TrustPlaintextLoopback = true,
        LeaseRenewalInterval = TimeSpan.FromMilliseconds(100),
        LeaseDuration = TimeSpan.FromSeconds(60),
    };

    public RecordingSessions Sessions { get; }

    public AgentEndpoint Endpoint { get; }

    public Uri Address => _server.Addresses[0];

    public static async Task<TestVim> StartAsync(
        AgentEndpointOptions? options = null,
        TimeProvider? time = null,
        RpcServerTls? tls = null,
        int port = 0)
    {
        var ids = 0;
        var sessions = new RecordingSessions();
        var endpoint = new AgentEndpoint(
            sessions,
            options ?? Patient,
            time ?? TimeProvider.System,
            () => $"session-{Interlocked.Increment(ref ids)}",
            NullLoggerFactory.Instance);
        var address = new IPEndPoint(IPAddress.Loopback, port);
        var server = await RpcServer.StartAsync(
            new()
            {
                Endpoints = [tls is null ? RpcEndpoint.PlaintextLoopback(address) : RpcEndpoint.Secure(address, tls)],
                DrainTime = TimeSpan.FromSeconds(5),
            },
            endpoint.Service);
        return new(sessions, endpoint, server);
    }

    public RpcChannel Dial(RpcChannelOptions? options = null) => new(Address, options);

    public async ValueTask DisposeAsync()
    {
        Endpoint.Dispose();
        await _server.DisposeAsync();
    }
}
