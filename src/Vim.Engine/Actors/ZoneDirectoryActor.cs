using System.Collections.Immutable;
using Vim.Actors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Domain.Zones;

namespace Vim.Engine.Actors;

/// <summary>Asks the directory to know a zone.</summary>
internal sealed record AddZone(ZoneId Zone);

/// <summary>The zones that the VIM knows, so that their shards are opened after a restart.</summary>
internal sealed class ZoneDirectoryActor : Actor<ZoneDirectoryState>
{
    public override string Kind => ActorNames.ZoneDirectory;

    public override ZoneDirectoryState Initial(ActorId self) => new([]);

    public override ZoneDirectoryState Evolve(ZoneDirectoryState state, object @event) =>
        new(state.Zones.Add(((ZoneAdded)@event).Zone));

    public override IReadOnlyList<object> Summarise(ZoneDirectoryState state) =>
        [.. state.Zones.Select(zone => new ZoneAdded(zone, default))];

    public override Turn Handle(ZoneDirectoryState state, object message, TurnContext context)
    {
        Invariant.Check(message is AddZone, $"a zone directory has no use for {message.GetType().Name}");
        var zone = ((AddZone)message).Zone;
        return state.Zones.Contains(zone)
            ? Turn.None.Reply(Done.Instance)
            : Turn.None.Emit(new ZoneAdded(zone, context.Now)).Reply(Done.Instance);
    }
}

/// <summary>State of the zone directory.</summary>
internal sealed record ZoneDirectoryState(ImmutableArray<ZoneId> Zones);
