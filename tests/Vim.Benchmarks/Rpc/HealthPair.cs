using System.Net;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Rpc.Health;
using Vim.Rpc.Health.V1;
using Vim.Rpc.Server;

namespace Vim.Benchmarks.Rpc;

/// <summary>A server of the health service and one channel to it, in this process.</summary>
internal sealed class HealthPair : IAsyncDisposable
{
    public static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Check =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Check");

    public static readonly RpcMethod<HealthCheckRequest, HealthCheckResponse> Watch =
        RpcMethod.Of<HealthCheckRequest, HealthCheckResponse>(HealthReflection.Descriptor.Services[0], "Watch");

    private readonly RpcServer _server;

    private HealthPair(RpcHealth health, RpcServer server)
    {
        Health = health;
        _server = server;
        Channel = new RpcChannel(server.Addresses[0]);
    }

    public RpcHealth Health { get; }

    public RpcChannel Channel { get; }

    public static async Task<HealthPair> StartAsync()
    {
        var health = new RpcHealth();
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))],
            DrainTime = TimeSpan.FromSeconds(1),
        };
        return new HealthPair(health, await RpcServer.StartAsync(options, health.Service));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _server.DisposeAsync();
    }
}
