using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vim.Actors.Dispatching;
using Vim.Actors.Sources;
using Vim.AgentProtocol.Endpoint;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Engine.Ports;
using Vim.Northbound.OrVi;
using Vim.Persistence;
using Vim.Persistence.Memory;
using Vim.Persistence.Sql.Sqlite;
using Vim.Rpc.Health;
using Vim.Rpc.Reflection;
using Vim.Rpc.Server;
using Vim.Server.Admin;
using Vim.Server.Agents;
using Vim.Server.Hosting;
using Vim.Server.Options;
using Vim.Server.Security;
using Vim.Server.Simulated;

namespace Vim.Server.Composition;

/// <summary>
/// One running member: journal, engine, agents' endpoint, northbound services, metrics, and simulated hosts if asked
/// for. Built bottom up, taken down top down.
/// </summary>
internal sealed class Member : IAsyncDisposable
{
    // Taken down from the last to the first.
    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly ServerOptions _options;
    private readonly Restoration? _restoration;
    private readonly StoreRestorer _restorer;
    private readonly BackupFolder _backups;
    private VimEngine? _engine;

    private Member(ServerOptions options, Restoration? restoration, TimeProvider time)
    {
        _options = options;
        _restoration = restoration;
        _backups = new(options.Backups);
        _restorer = new(options.Journal, _backups, time);
    }

    /// <summary>Where gRPC is served.</summary>
    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Where metrics and health are served; empty where nowhere.</summary>
    public string MetricsAddress { get; private set; } = "-";

    /// <summary>How long it took to have everything from the journal.</summary>
    public TimeSpan ReplayTime { get; private set; }

    /// <summary>Starts everything; when this ends, the member answers.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="restoration">What was done to its store just before; null: nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Member> StartAsync(
        ServerOptions options,
        Restoration? restoration,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var member = new Member(options, restoration, time);
        try
        {
            await member.BuildAsync(time, loggers, cancellationToken);
            return member;
        }
        catch
        {
            await member.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Ends when told to stop, when a shard has stopped by itself, or when a backup is to be restored.
    /// </summary>
    public async Task<MemberEnd> RunAsync(CancellationToken stop)
    {
        var told = new TaskCompletionSource();
        await using var registration = stop.Register(told.SetResult);
        var failed = _engine!.ShardStopped();
        var first = await Task.WhenAny(told.Task, failed, _restorer.Ordered);
        return first == failed ? new(await failed, null)
            : first == _restorer.Ordered ? new(null, await _restorer.Ordered)
            : new(null, null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task BuildAsync(TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var options = _options;
        var startedAt = time.GetUtcNow();
        var telemetry = await Telemetry.StartAsync(options, loggers, cancellationToken);
        Keep(telemetry);
        MetricsAddress = telemetry.Address;
        options.Data.Create();
        var sqlite = options.InMemory ? null : SqliteJournalStore.Open(new() { Path = options.Journal.FullName });
        IJournalStore store = sqlite is null ? new MemoryJournalStore(new MemoryJournalMedium()) : sqlite;
        Keep(store);

        var reports = new AgentReports(time, loggers.CreateLogger<AgentReports>());
        var agents = NewEndpoint(options, reports, time, loggers);
        var engine = await ReplayAsync(store, agents, reports, time, cancellationToken);
        var status = new MemberStatus(options, engine, agents, startedAt, ReplayTime, _restoration);
        var health = new RpcHealth();
        var member = new MemberService(status.Read, sqlite, _backups, _restorer, time);
        RpcService[] services =
        [
            .. EngineServices(engine, agents, reports), member.Bind(), agents.Service, health.Service,
        ];
        var server = await ServeAsync(options, time, loggers, services, cancellationToken);
        Keep(new Disposal(agents));
        Keep(server);
        Address = server.Addresses[0];
        health.Set("", serving: true);
        if (options.SimulatedHosts is not null)
        {
            Keep(SimulatedHosts.Start(options, Address, time, loggers));
        }

        telemetry.Ready(engine);
    }

    /// <summary>Starts the engine on what is in the journal.</summary>
    private async Task<VimEngine> ReplayAsync(
        IJournalStore store,
        AgentEndpoint agents,
        AgentReports reports,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var opening = time.GetTimestamp();
        var engine = await StartEngineAsync(_options, store, agents, time, cancellationToken);
        ReplayTime = time.GetElapsedTime(opening);
        _engine = engine;
        Keep(engine);
        reports.Attach(engine);
        foreach (var host in engine.Views.Hosts.Snapshot().Where(host => host.State.Exists))
        {
            agents.Watch(host.State.Id);
        }

        return engine;
    }

    private IEnumerable<RpcService> EngineServices(VimEngine engine, AgentEndpoint agents, AgentReports reports)
    {
        return
        [
            .. OrViServices.All(engine, new OrViOptions { VimId = _options.VimId }),
            new HostService(engine, reports, Forget).Bind(),
            new RepackingService(engine).Bind(),
            new ReservationService(engine).Bind(),
            new WhatIfService(engine).Bind(),
            new FragmentationService(engine).Bind(),
            new PlacementPolicyService(engine, _options.Policy).Bind(),
        ];

        void Forget(HostId host)
        {
            agents.Forget(host);
            reports.Forget(host);
        }
    }

    private static AgentEndpoint NewEndpoint(
        ServerOptions options, AgentReports reports, TimeProvider time, ILoggerFactory loggers) => new(
        reports,
        new AgentEndpointOptions
        {
            LeaseRenewalInterval = options.LeaseTime / 5,
            LeaseDuration = options.LeaseTime,
            TrustPlaintextLoopback = options.Plaintext,
        },
        time,
        () => Guid.NewGuid().ToString("N"),
        loggers);

    private static Task<VimEngine> StartEngineAsync(
        ServerOptions options,
        IJournalStore store,
        AgentEndpoint agents,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var random = new SeededRandomSource(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));
        var environment = new EngineEnvironment
        {
            Journal = store,
            Agents = new AgentGateway(agents),
            Dispatcher = new ThreadPoolDispatcher(),
            Time = time,
            Random = random,
            Member = Environment.MachineName,
        };
        var engineOptions = new EngineOptions
        {
            Policy = options.Policy,
            FragmentationFlavours = options.FragmentationFlavours,
            Shards = new() { SnapshotDebt = options.SnapshotDebt },
        };
        return VimEngine.StartAsync(environment, engineOptions, cancellationToken);
    }

    private static Task<RpcServer> ServeAsync(
        ServerOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        IReadOnlyList<RpcService> services,
        CancellationToken cancellationToken)
    {
        var endpoint = options.Plaintext
            ? Plaintext(options)
            : RpcEndpoint.Secure(options.Listen, TlsSetup.Load(options.Tls!));
        return RpcServer.StartAsync(
            new RpcServerOptions
            {
                Endpoints = [endpoint],
                Authorize = AccessPolicy.AuthorizeAsync,
                DrainTime = TimeSpan.FromSeconds(10),
                LoggerFactory = loggers,
                TimeProvider = time,
            },
            [.. services, .. RpcReflection.For([.. services])],
            cancellationToken);
    }

    private static RpcEndpoint Plaintext(ServerOptions options)
    {
        try
        {
            return RpcEndpoint.PlaintextLoopback(options.Listen);
        }
        catch (ArgumentException problem)
        {
            throw new OptionException(problem.Message);
        }
    }

    private void Keep(IAsyncDisposable part) => _parts.Push(part);

    private sealed class Disposal(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
