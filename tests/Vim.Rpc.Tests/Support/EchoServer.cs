using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vim.Rpc.Client;
using Vim.Rpc.Server;
using Vim.Rpc.Tests.Protos;

namespace Vim.Rpc.Tests.Support;

/// <summary>A server of the Echo service on a free loopback port, and a channel to it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    public static readonly RpcMethod<Words, Words> Say = Method("Say");
    public static readonly RpcMethod<Words, Words> Gather = Method("Gather");
    public static readonly RpcMethod<Words, Words> Spread = Method("Spread");
    public static readonly RpcMethod<Words, Words> Converse = Method("Converse");

    private EchoServer(RpcServer server, RpcChannel channel)
    {
        Server = server;
        Channel = channel;
    }

    public RpcServer Server { get; }

    public RpcChannel Channel { get; }

    public Uri Address => Server.Addresses[0];

    /// <summary>Starts a server; methods that the test does not bind answer UNIMPLEMENTED.</summary>
    public static async Task<EchoServer> StartAsync(
        Action<RpcServiceBuilder> bind,
        RpcServerLimits? limits = null,
        RpcChannelOptions? channel = null,
        RpcCompression compression = RpcCompression.None,
        Func<RpcServerCall, ValueTask>? authorize = null,
        TimeSpan? drainTime = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? logs = null,
        params RpcService[] others)
    {
        var options = new RpcServerOptions
        {
            Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))],
            Limits = limits ?? new RpcServerLimits(),
            ResponseCompression = compression,
            Authorize = authorize,
            DrainTime = drainTime ?? TimeSpan.FromSeconds(5),
            TimeProvider = timeProvider ?? TimeProvider.System,
            LoggerFactory = logs ?? NullLoggerFactory.Instance,
        };
        var builder = RpcService.For(EchoReflection.Descriptor.Services[0]);
        bind(builder);
        var server = await RpcServer.StartAsync(options, [builder.UnimplementedRest().Build(), .. others]);
        return new EchoServer(server, new RpcChannel(server.Addresses[0], channel));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Server.DisposeAsync();
    }

    private static RpcMethod<Words, Words> Method(string name) =>
        RpcMethod.Of<Words, Words>(EchoReflection.Descriptor.Services[0], name);
}
