using Vim.Actors.Dispatching;
using Vim.Actors.Sources;
using Vim.Engine;
using Vim.Engine.Ports;
using Vim.Persistence.Memory;

namespace Vim.Northbound.OrVi.Tests.World;

/// <summary>The real engine on real threads, its journal in memory.</summary>
internal sealed class TestEngine(IAgentGateway agents, int changesKept) : IAsyncDisposable
{
    private readonly MemoryJournalStore _journal = new(new MemoryJournalMedium());
    private VimEngine? _engine;

    public async Task<IVimEngine> StartAsync() => _engine = await VimEngine.StartAsync(
        new EngineEnvironment
        {
            Time = TimeProvider.System,
            Random = new SeededRandomSource(7),
            Dispatcher = new ThreadPoolDispatcher(),
            Journal = _journal,
            Agents = agents,
            Member = "under-test",
        },
        new EngineOptions { ChangesKept = changesKept });

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        await _journal.DisposeAsync();
    }
}
