using System.Net;
using Nfv.OrVi.V1;
using Vim.Actors.Dispatching;
using Vim.Actors.Sources;
using Vim.Benchmarks.Placement;
using Vim.Domain.Hosts;
using Vim.Engine;
using Vim.Engine.Ports;
using Vim.Northbound.OrVi;
using Vim.Persistence.Sql.Sqlite;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Rpc.Server;

namespace Vim.Benchmarks.Allocate;

/// <summary>
/// A member as <c>vimd</c> composes it, SQLite and gRPC on loopback included, with hosts that answer at once.
/// </summary>
internal sealed class BenchmarkMember : IAsyncDisposable
{
    public const string Flavour = "bench";
    public const string Tenant = "tenant";

    private readonly SqliteJournalStore _sqlite;
    private readonly CountingJournal _store;
    private readonly VimEngine _engine;
    private readonly PromptAgents _agents;
    private readonly RpcServer _server;

    private BenchmarkMember(
        SqliteJournalStore sqlite, CountingJournal store, VimEngine engine, PromptAgents agents, RpcServer server)
    {
        _sqlite = sqlite;
        _store = store;
        _engine = engine;
        _agents = agents;
        _server = server;
    }

    public Uri Address => _server.Addresses[0];

    public VimEngine Engine => _engine;

    /// <summary>Bytes of payload that went to the journal.</summary>
    public long JournalBytes => _store.Bytes;

    /// <summary>Orders that the agents took.</summary>
    public long Orders => _agents.Orders;

    public static async Task<BenchmarkMember> StartAsync(string journal, int hosts)
    {
        var sqlite = SqliteJournalStore.Open(new SqliteJournalOptions { Path = journal });
        var store = new CountingJournal(sqlite);
        var agents = new PromptAgents();
        var engine = await VimEngine.StartAsync(
            new EngineEnvironment
            {
                Time = TimeProvider.System,
                Random = new SeededRandomSource(1),
                Dispatcher = new ThreadPoolDispatcher(),
                Journal = store,
                Agents = agents,
                Member = "benchmark",
            },
            new EngineOptions());
        agents.Attach(engine);
        for (var index = engine.Views.Hosts.Count; index < hosts; index++)
        {
            await RegisterAsync(engine, index);
        }

        var server = await RpcServer.StartAsync(
            new RpcServerOptions { Endpoints = [RpcEndpoint.PlaintextLoopback(new IPEndPoint(IPAddress.Loopback, 0))] },
            [.. OrViServices.All(engine, new OrViOptions())]);
        return new(sqlite, store, engine, agents, server);
    }

    public static async Task CreateFlavourAsync(RpcChannel channel)
    {
        var method = RpcMethod.Of<CreateComputeFlavourRequest, CreateComputeFlavourResponse>(
            ComputeFlavourManagementReflection.Descriptor.Services[0], "CreateComputeFlavour");
        await channel.UnaryAsync(method, new CreateComputeFlavourRequest
        {
            IdempotencyKey = Flavour,
            Flavour = new VirtualComputeFlavour
            {
                FlavourId = Flavour,
                ResourceGroupId = Tenant,
                IsPublic = true,
                VirtualCpu = new VirtualCpuData { NumVirtualCpu = 2 },
                VirtualMemory = new VirtualMemoryData { VirtualMemSize = new DataSize { Bytes = 2L << 30 } },
                Epa = new EpaRequirements
                {
                    CpuPolicy = CpuPolicy.Dedicated,
                    PageSize = PageSizeKind.Exact,
                    PageSizeBytes = 1L << 30,
                },
            },
        });
    }

    /// <summary>Copies the journal as it is.</summary>
    public Task BackUpAsync(string path) => _sqlite.BackUpAsync(path, progress: null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _agents.DisposeAsync();
        await _engine.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static async Task RegisterAsync(VimEngine engine, int index)
    {
        var inventory = BenchmarkHosts.DualSocket($"host-{index:D6}");
        var outcome = await engine.AskAsync(new RegisterHost(inventory, [], "benchmark"), CallerContext.Internal);
        if (!outcome.IsSuccess)
        {
            throw new InvalidOperationException(outcome.Error.Message);
        }
    }
}
