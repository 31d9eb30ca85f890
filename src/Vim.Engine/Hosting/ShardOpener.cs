using System.Collections.Concurrent;
using Vim.Actors;
using Vim.Actors.Observing;
using Vim.Actors.Shards;
using Vim.Actors.Sources;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine.Actors;
using Vim.Engine.Codecs;
using Vim.Engine.Ports;
using Vim.Engine.Projection;
using Vim.Engine.Views;

namespace Vim.Engine.Hosting;

/// <summary>
/// The shards of this member: opens them from the journal, connects them with each other, with the read models and with
/// the agents, and closes them in order.
/// </summary>
internal sealed class ShardOpener : IAsyncDisposable
{
    private readonly EngineEnvironment _environment;
    private readonly EngineOptions _options;
    private readonly EngineViews _views;
    private readonly ChangePublisher _changes;
    private readonly EngineOutlet _outlet;
    private readonly EventCodec _codec = new();
    private readonly ConcurrentDictionary<ShardId, Shard> _shards = [];
    private readonly ConcurrentDictionary<ZoneId, OpenZone> _zones = [];
    private readonly Dictionary<ZoneId, Task<VimError?>> _openings = [];
    private readonly Lock _gate = new();
    private bool _isStopping;

    public ShardOpener(
        EngineEnvironment environment,
        EngineOptions options,
        EngineViews views,
        ChangePublisher changes,
        EngineMetrics metrics)
    {
        _environment = environment;
        _options = options;
        _views = views;
        _changes = changes;
        _outlet = new(environment.Agents, shard => _shards.GetValueOrDefault(shard), metrics);
    }

    public GroupIndex Groups { get; } = new();

    public IEnumerable<Shard> Shards => _shards.Values;

    public int ZoneCount => _zones.Count;

    public IEnumerable<OpenZone> Zones => _zones.Values;

    public Shard? Catalogue => _shards.GetValueOrDefault(ActorNames.CatalogueShard);

    public OpenZone? FindZone(ZoneId zone) => _zones.GetValueOrDefault(zone);

    public async Task OpenCatalogueAsync(CancellationToken cancellation) => await OpenAsync(
        ActorNames.CatalogueShard,
        EngineKinds.OfCatalogue(_options),
        new CatalogueProjection(_views, _changes),
        cancellation);

    /// <summary>Opens a zone's shard, once however many ask. Several zones may open at once.</summary>
    /// <returns>
    /// Null, and <see cref="FindZone"/> finds it; or why not: the engine shuts down, or the journal does not give the
    /// shard. A later call tries again.
    /// </returns>
    public Task<VimError?> OpenZoneAsync(ZoneId zone)
    {
        TaskCompletionSource<VimError?> opening;
        lock (_gate)
        {
            if (_isStopping)
            {
                return Task.FromResult<VimError?>(EngineRefusals.ShuttingDown());
            }

            if (_openings.TryGetValue(zone, out var known))
            {
                return known;
            }

            opening = new();
            _openings[zone] = opening.Task;
        }

        _ = OpenZoneAsync(zone, opening);
        return opening.Task;
    }

    /// <summary>
    /// Closes all shards in order: zones first, then the catalogue that they write to. What is being opened is waited
    /// for and closed too; nothing is opened from now on.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] openings;
        lock (_gate)
        {
            _isStopping = true;
            openings = [.. _openings.Values];
        }

        await Task.WhenAll(openings);
        foreach (var zone in _zones.Values)
        {
            await zone.Shard.CloseAsync();
        }

        if (Catalogue is { } catalogue)
        {
            await catalogue.CloseAsync();
        }
    }

    private async Task OpenZoneAsync(ZoneId zone, TaskCompletionSource<VimError?> opening)
    {
        try
        {
            var load = new ZoneLoad();
            var shard = await OpenAsync(
                ActorNames.ShardOf(zone),
                EngineKinds.OfZone(_options),
                new ZoneProjection(zone, _views, Groups, load, _changes),
                CancellationToken.None);
            _zones[zone] = new(zone, shard, load);
            opening.SetResult(null);
        }
        catch (Exception exception)
        {
            // Everybody who waits for the zone must hear of it, and whoever comes later may try again.
            lock (_gate)
            {
                _openings.Remove(zone);
            }

            opening.SetResult(EngineRefusals.NotOpened(zone, exception));
        }
    }

    private async Task<Shard> OpenAsync(
        ShardId id, IReadOnlyList<ActorKind> kinds, IEventFeed feed, CancellationToken cancellation)
    {
        var opening = await _environment.Journal.OpenShardAsync(id.Value, _environment.Member, cancellation);
        var random = new SeededRandomSource(_environment.Random.NextBits());
        var shard = new Shard(
            id,
            kinds,
            new ShardJournal(_environment.Journal, opening, _codec),
            new()
            {
                Time = _environment.Time,
                Random = random,
                Ids = new TimeOrderedIdSource(_environment.Time, random),
                Dispatcher = _environment.Dispatcher,
                Outlet = _outlet,
                Observer = _environment.Observer,
                Feed = feed,
            },
            _options.Shards);
        shard.Open();
        if (await shard.Opened is { } error)
        {
            throw new EngineStartException($"shard {id} cannot be opened: {error.Code}: {error.Message}");
        }

        _shards[id] = shard;
        return shard;
    }
}
