using Vim.Actors.Shards;
using Vim.Actors.Sources;
using Vim.Domain.Errors;
using Vim.Domain.Requests;
using Vim.Engine.Changes;
using Vim.Engine.Hosting;
using Vim.Engine.Ports;
using Vim.Engine.Projection;
using Vim.Engine.Routing;
using Vim.Engine.Views;

namespace Vim.Engine;

/// <summary>
/// The VIM of one member: its shards, the router to them, the read models and the change feed. Any thread.
/// </summary>
public sealed class VimEngine : IVimEngine, IAsyncDisposable
{
    private readonly ShardOpener _shards;
    private readonly RequestRouter _router;
    private readonly EngineMetrics _metrics;
    private int _isStopped;

    private VimEngine(
        ShardOpener shards, RequestRouter router, EngineMetrics metrics, EngineViews views, ChangeFeed changes)
    {
        _shards = shards;
        _router = router;
        _metrics = metrics;
        Views = views;
        Changes = changes;
    }

    /// <inheritdoc />
    public EngineViews Views { get; }

    /// <inheritdoc />
    public ChangeFeed Changes { get; }

    /// <summary>
    /// Ends when a shard has stopped by itself (journal failed, fenced), with what happened: then the member is of no
    /// use for that shard until it is started again.
    /// </summary>
    public async Task<string> ShardStopped()
    {
        var first = await Task.WhenAny(_shards.Shards.Select(async shard => (shard.Id, Error: await shard.Stopped)));
        var (id, error) = await first;
        return error is null ? $"shard {id} was closed" : $"shard {id}: {error.Code}: {error.Message}";
    }

    /// <summary>What the shards have done so far, by name.</summary>
    public IReadOnlyDictionary<string, ShardStatistics> Statistics() =>
        _shards.Shards.ToDictionary(shard => shard.Id.Value, shard => shard.Statistics, StringComparer.Ordinal);

    /// <summary>
    /// Opens all shards from the journal, replays them and takes up what was unfinished. When this ends, the engine
    /// answers.
    /// </summary>
    /// <exception cref="EngineStartException">A shard cannot be opened; its journal is untouched.</exception>
    /// <exception cref="Persistence.JournalException">The journal failed.</exception>
    public static async Task<VimEngine> StartAsync(
        EngineEnvironment environment, EngineOptions options, CancellationToken cancellation = default)
    {
        var views = new EngineViews();
        var changes = new ChangeFeed(options.ChangesKept, environment.Time.GetUtcNow());
        var metrics = new EngineMetrics();
        var shards = new ShardOpener(
            environment, options, views, new ChangePublisher(changes, environment.Notifier), metrics);
        var random = new SeededRandomSource(environment.Random.NextBits());
        var ids = new TimeOrderedIdSource(environment.Time, random);
        var router = new RequestRouter(environment, options, views, shards, ids);
        var engine = new VimEngine(shards, router, metrics, views, changes);
        try
        {
            await shards.OpenCatalogueAsync(cancellation);
            foreach (var zone in options.Zones)
            {
                ThrowIfRefused(await router.AddZoneAsync(zone));
            }

            // Several at once: a restart takes as long as the largest, as far as there are cores.
            var openings = views.Zones.Snapshot().Select(zone => shards.OpenZoneAsync(zone.Zone));
            foreach (var refusal in await Task.WhenAll(openings).WaitAsync(cancellation))
            {
                ThrowIfRefused(refusal);
            }
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }

        metrics.Watch(views, () => shards.Shards);
        metrics.Watch(new FragmentationGauge(
            new FragmentationReader(views, options), views, environment.Time, options.FragmentationEvery));
        return engine;
    }

    /// <inheritdoc />
    public async ValueTask<Outcome<TReply>> AskAsync<TReply>(
        IRequest<TReply> request, CallerContext caller, CancellationToken cancellation = default)
    {
        var reply = Volatile.Read(ref _isStopped) == 0
            ? await _router.AskAsync(request, caller, cancellation)
            : EngineRefusals.ShuttingDown();
        var error = reply as VimError;
        _metrics.Answered(request.GetType().Name, error?.Code);
        return error is null ? Outcome.Of((TReply)reply) : Outcome.Refused<TReply>(error);
    }

    /// <summary>
    /// Stops in order: what is under way inside ends and becomes durable, what waits or comes is refused
    /// (<see cref="ErrorCodes.ShuttingDown"/>).
    /// </summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _isStopped, 1) == 0)
        {
            await _shards.DisposeAsync();
            _metrics.Dispose();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    private static void ThrowIfRefused(VimError? refusal)
    {
        if (refusal is not null)
        {
            throw new EngineStartException(refusal.Message);
        }
    }
}
