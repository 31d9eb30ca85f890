using System.Collections.Immutable;
using System.Net;
using Vim.Domain.Hosts;
using Vim.Engine;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>
/// A VIM with two zones on the real engine with the journal in memory, its Or-Vi served on the loopback, and a
/// consumer. Only the hosts' agents are the test's own.
/// </summary>
public sealed class OrViWorld : IAsyncLifetime
{
    public const string Tenant = "tenant-1";
    public const string VimId = "vim-under-test";
    public const string Pop = "pop-under-test";
    public const int HostsInFirstZone = 2;
    public const int HostCount = 3;

    private readonly TestEngine _engine;
    private readonly int _maxNotifyStreams;
    private RpcServer? _server;
    private OrViClient? _client;

    public OrViWorld()
        : this(changesKept: 65_536, maxNotifyStreams: 100)
    {
    }

    internal OrViWorld(int changesKept, int maxNotifyStreams)
    {
        _engine = new TestEngine(Agents, changesKept);
        _maxNotifyStreams = maxNotifyStreams;
    }

    public static IReadOnlyList<string> Zones { get; } = ["zone-a", "zone-b"];

    internal TestAgents Agents { get; } = new();

    internal OrViClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        var engine = await _engine.StartAsync();
        Agents.Start(engine);
        for (var number = 0; number < HostCount; number++)
        {
            var inventory = TestHosts.Of($"host-{number}", Zones[number < HostsInFirstZone ? 0 : 1]);
            var outcome = await engine.AskAsync(
                new RegisterHost(inventory, ImmutableArray<Vim.Domain.Southbound.GuestObservation>.Empty, "test"),
                CallerContext.Internal);
            Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        }

        _server = await RpcServer.StartAsync(
            new()
            {
                Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))],
                DrainTime = TimeSpan.FromSeconds(5),
            },
            [
                .. OrViServices.All(
                    engine, new() { VimId = VimId, NfviPopId = Pop, MaxNotifyStreams = _maxNotifyStreams }),
            ]);
        _client = new OrViClient(_server.Addresses[0]);
    }

    public Task StopServerAsync() => _server!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await Agents.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
