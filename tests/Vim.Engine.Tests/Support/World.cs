using Vim.Actors.Sources;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Topology;
using Vim.Domain.Units;
using Vim.Domain.Zones;
using Vim.Persistence.Memory;
using Vim.Testing.Time;

namespace Vim.Engine.Tests.Support;

/// <summary>
/// An engine with its journal, clock and hosts, all on one thread. The journal, the clock and the hosts outlive the
/// engine, so that it can be stopped, crashed and started again.
/// </summary>
public sealed class World
{
    private readonly Pump _pump;

    private World(Pump pump, EngineOptions options)
    {
        _pump = pump;
        Options = options;
        pump.OnIdle = Work;
    }

    public static CallerContext Tenant { get; } = new() { Principal = "nfvo", ResourceGroup = new("tenant-1") };

    public ManualTimeProvider Clock { get; } = new();

    public MemoryJournalMedium Medium { get; } = new();

    public FakeAgents Agents { get; } = new();

    public EngineOptions Options { get; set; }

    /// <summary>Whether what ended is forgotten with the next sweep.</summary>
    public bool IsForgetful => Options.MaxEndedComputes == 0;

    /// <summary>Decides how appends end; null: at once and well.</summary>
    public Action<PendingAppend>? Decide { get; set; }

    /// <summary>Whether shards that are opened from now on wait until it is set back.</summary>
    public HeldOpenings Openings { get; } = new();

    public VimEngine Engine { get; private set; } = null!;

    /// <summary>
    /// Options under which everything gets its snapshot soon, so that each test that restarts starts from some.
    /// </summary>
    public static EngineOptions Eager { get; } = new()
    {
        Shards = new() { SnapshotDebt = 3, SnapshotEvery = 4, MaxReplacedRowsPerGroup = 16 },
    };

    public static void Run(Func<World, Task> test) => Run(Eager, test);

    public static void Run(EngineOptions options, Func<World, Task> test) => Pump.Run(async pump =>
    {
        var world = new World(pump, options);
        await world.StartAsync();
        await test(world);
        await world.CheckAsync();
    });

    /// <summary>Like <see cref="Run(Func{World, Task})"/>, with hosts h1, h2 ... in zone z1.</summary>
    public static void RunWithHosts(int count, Func<World, Task> test) => RunWithHosts(Eager, count, test);

    /// <summary>The same with these options.</summary>
    public static void RunWithHosts(EngineOptions options, int count, Func<World, Task> test) =>
        Run(options, async world =>
        {
            for (var number = 1; number <= count; number++)
            {
                await world.ConnectAsync(Inventories.Small($"h{number}"));
            }

            await test(world);
        });

    /// <summary>With host a1 in zone z1 and host b1 in zone z2.</summary>
    public static void RunInTwoZones(Func<World, Task> test) => Run(async world =>
    {
        await world.ConnectAsync(Inventories.Small("a1", "z1"));
        await world.ConnectAsync(Inventories.Small("b1", "z2"));
        await test(world);
    });

    public async Task StartAsync()
    {
        _pump.Dispatcher = new();
        Engine = await VimEngine.StartAsync(
            new()
            {
                Time = Clock,
                Random = new SeededRandomSource(42),
                Dispatcher = _pump.Dispatcher,
                Journal = new HoldingJournal(
                    new MemoryJournalStore(Medium, append => (Decide ?? CompleteAtOnce)(append)), Openings),
                Agents = Agents,
                Member = "test",
            },
            Options);
    }

    /// <summary>
    /// The engine is gone between two steps, with all that was not durable; agents lose their connection.
    /// </summary>
    public async Task CrashAsync()
    {
        foreach (var host in Agents.Hosts)
        {
            host.IsConnected = false;
            host.Inbox.Clear();
        }

        Decide = null;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await StartAsync();
    }

    /// <summary>Crash, start, and all hosts that were there come back.</summary>
    public async Task RestartAsync()
    {
        await CrashAsync();
        await ReconnectAllAsync();
    }

    public async Task ReconnectAllAsync()
    {
        foreach (var host in Agents.Hosts.ToList())
        {
            await ReconnectAsync(host);
        }
    }

    public async Task<FakeHost> ConnectAsync(HostInventory inventory)
    {
        var host = Agents.Add(inventory);
        await ReconnectAsync(host);
        return host;
    }

    public async Task ReconnectAsync(FakeHost host)
    {
        host.IsConnected = true;
        (await OperatorAsync(new RegisterHost(host.Inventory, [.. host.Guests.Values], "fake"))).Ok();
    }

    /// <summary>Asks as the VIM itself, an agent or an operator.</summary>
    public async ValueTask<Outcome<TReply>> OperatorAsync<TReply>(IRequest<TReply> request) =>
        await AskAsync(request, CallerContext.Internal);

    public ValueTask<Outcome<TReply>> AskAsync<TReply>(IRequest<TReply> request, CallerContext? caller = null) =>
        Engine.AskAsync(request, caller ?? Tenant);

    public ValueTask<Outcome<ComputeState>> AllocateAsync(AllocateCompute request, string? key = null) =>
        AskAsync(request, Tenant with { IdempotencyKey = key });

    public ComputeState Compute(ComputeId id) => Engine.Views.Computes.Find(id.Value)!.State;

    /// <summary>Lets everything happen that needs no time.</summary>
    public void Settle() => _pump.RunUntilIdle();

    public void Advance(TimeSpan by)
    {
        Clock.Advance(by);
        Settle();
    }

    /// <summary>
    /// What must hold whenever nothing is under way: no capacity owned twice, claims exactly those of computes.
    /// </summary>
    public async Task CheckAsync()
    {
        Settle();
        foreach (var zone in Engine.Views.Zones.Snapshot())
        {
            var audit = (await AskAsync(new AuditZone(zone.Zone), CallerContext.Internal)).Ok();
            Assert.Empty(audit.Errors);
            var holders = Engine.Views.Computes.Snapshot()
                .Where(view => view.State.HoldsClaim && view.State.Zone == zone.Zone)
                .SelectMany(view => ClaimsOf(view.State));
            Assert.Equal(
                holders.OrderBy(entry => entry.Compute.Value).ThenBy(entry => entry.IsElsewhere),
                audit.Claims.OrderBy(entry => entry.Compute.Value).ThenBy(entry => entry.IsElsewhere));
        }
    }

    public async Task<string> DigestAsync(string zone = "z1") =>
        (await AskAsync(new AuditZone(new(zone)), CallerContext.Internal)).Ok().Digest;

    private static IEnumerable<ClaimEntry> ClaimsOf(ComputeState state) =>
    [
        new(state.Id, state.Placement!.Host),
        .. state.Migration is { } migration
            ? [new ClaimEntry(state.Id, migration.Elsewhere.Host, IsElsewhere: true)]
            : Array.Empty<ClaimEntry>(),
    ];

    private static void CompleteAtOnce(PendingAppend append) => append.Complete();

    private bool Work()
    {
        foreach (var host in Agents.Hosts)
        {
            if (host.Work() is { } outcome)
            {
                _ = AskAsync(outcome, CallerContext.Internal).AsTask();
                return true;
            }
        }

        return false;
    }
}

/// <summary>Requests and answers in few words.</summary>
public static class Asked
{
    /// <summary>A compute with dedicated CPUs and small pages.</summary>
    public static AllocateCompute Dedicated(int cpus, long memoryGiB = 1, string name = "vnf") => new()
    {
        Name = name,
        Requirements = new()
        {
            VirtualCpuCount = cpus,
            Memory = MemorySize.FromGiB(memoryGiB),
            CpuPolicy = CpuPolicy.Dedicated,
        },
    };

    /// <summary>A compute with floating CPUs.</summary>
    public static AllocateCompute Shared(int cpus, long memoryGiB = 1) => new()
    {
        Name = "small",
        Requirements = new() { VirtualCpuCount = cpus, Memory = MemorySize.FromGiB(memoryGiB) },
    };

    public static T Ok<T>(this Outcome<T> outcome)
    {
        Assert.True(outcome.IsSuccess, outcome.Error?.ToString());
        return outcome.Value!;
    }

    public static VimError Refused<T>(this Outcome<T> outcome, string code)
    {
        Assert.False(outcome.IsSuccess, "the request was not refused");
        Assert.Equal(code, outcome.Error!.Code);
        Assert.NotEmpty(outcome.Error.Message);
        return outcome.Error;
    }
}
