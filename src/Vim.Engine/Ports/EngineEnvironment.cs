using Vim.Actors.Dispatching;
using Vim.Actors.Observing;
using Vim.Actors.Sources;
using Vim.Persistence;

namespace Vim.Engine.Ports;

/// <summary>What comes into the engine from outside.</summary>
public sealed record EngineEnvironment
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Chance. Used while the engine starts only: each shard gets a source of its own from it.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>Lets shards run.</summary>
    public required IDispatcher Dispatcher { get; init; }

    /// <summary>The journal. The engine does not close it.</summary>
    public required IJournalStore Journal { get; init; }

    /// <summary>The way to the hosts' agents.</summary>
    public required IAgentGateway Agents { get; init; }

    /// <summary>Name of this member, for operators who read who owns a shard.</summary>
    public required string Member { get; init; }

    /// <summary>Is told every durable change; null: nobody.</summary>
    public INotifier? Notifier { get; init; }

    /// <summary>Is told what goes wrong in shards.</summary>
    public IShardObserver Observer { get; init; } = new SilentObserver();
}
