using Vim.Actors.Dispatching;
using Vim.Actors.Sources;
using Vim.Domain.Compute;
using Vim.Domain.Hosts;
using Vim.Domain.Zones;
using Vim.Engine.Tests.Support;
using Vim.Persistence.Sql.Sqlite;

namespace Vim.Engine.Tests;

/// <summary>The engine as it runs: real threads, real time, a journal on disk.</summary>
public sealed class SqliteTests
{
    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("vim-engine-");
        try
        {
            var ids = new List<ComputeState>();
            await using (var engine = await RunningEngine.StartAsync(folder.FullName))
            {
                await engine.ConnectAsync(4);
                var tries = Enumerable.Range(0, 40).Select(number => engine.Engine.AskAsync(
                    Asked.Dedicated(1) with { AnswerWhen = AnswerWhen.Running },
                    World.Tenant with { IdempotencyKey = $"k{number}" }).AsTask());
                ids.AddRange((await Task.WhenAll(tries)).Select(answer => answer.Ok()));
            }

            Assert.Equal(40, ids.Count);
            await using (var engine = await RunningEngine.StartAsync(folder.FullName))
            {
                var audit = (await engine.Engine.AskAsync(new AuditZone(new("z1")), CallerContext.Internal)).Ok();
                Assert.Empty(audit.Errors);
                Assert.Equal(40, audit.Claims.Length);
                for (var number = 0; number < 40; number++)
                {
                    var again = (await engine.Engine.AskAsync(
                        Asked.Dedicated(1), World.Tenant with { IdempotencyKey = $"k{number}" })).Ok();
                    Assert.Equal(ids[number].Id, again.Id);
                    Assert.Equal(ids[number].Placement!.Pins, again.Placement!.Pins);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class RunningEngine : IAsyncDisposable
    {
        private readonly SqliteJournalStore _store;
        private readonly WorkingAgents _agents;

        private RunningEngine(SqliteJournalStore store, WorkingAgents agents, VimEngine engine)
        {
            _store = store;
            _agents = agents;
            Engine = engine;
        }

        public VimEngine Engine { get; }

        public static async Task<RunningEngine> StartAsync(string folder)
        {
            var store = SqliteJournalStore.Open(new SqliteJournalOptions { Path = Path.Combine(folder, "journal.db") });
            var agents = new WorkingAgents();
            var engine = await VimEngine.StartAsync(
                new()
                {
                    Time = TimeProvider.System,
                    Random = new SeededRandomSource(7),
                    Dispatcher = new ThreadPoolDispatcher(),
                    Journal = store,
                    Agents = agents,
                    Member = "test",
                },
                new EngineOptions());
            agents.Start(engine);
            return new(store, agents, engine);
        }

        public async Task ConnectAsync(int hosts)
        {
            for (var number = 1; number <= hosts; number++)
            {
                var inventory = Inventories.Small($"h{number}");
                _agents.Add(inventory);
                (await Engine.AskAsync(new RegisterHost(inventory, [], "fake"), CallerContext.Internal)).Ok();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Engine.StopAsync();
            await _agents.DisposeAsync();
            await _store.DisposeAsync();
        }
    }
}
