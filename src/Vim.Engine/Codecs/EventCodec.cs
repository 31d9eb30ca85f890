using System.Collections.Frozen;
using Google.Protobuf;
using Vim.Persistence;
using Vim.Persistence.Upcasting;

namespace Vim.Engine.Codecs;

/// <summary>
/// Every persisted event type and its encoding (proto/vim/journal/v1). Immutable; any thread. Old versions are brought
/// to the current ones by upcasters before they are read.
/// </summary>
internal sealed class EventCodec
{
    private readonly FrozenDictionary<Type, EventType> _byType;
    private readonly FrozenDictionary<string, EventType> _byName;
    private readonly UpcasterChain _upcasters;

    public EventCodec()
        : this([])
    {
    }

    public EventCodec(IEnumerable<IUpcaster> upcasters)
    {
        EventType[] all =
        [
            .. ComputeEventCodec.Types,
            .. MigrationEventCodec.Types,
            .. ZoneEventCodec.Types,
            .. ReservationEventCodec.Types,
            .. CatalogueEventCodec.Types,
            .. NetworkEventCodec.Types,
            .. MessagingCodec.Types,
        ];
        _byType = all.ToFrozenDictionary(type => type.Type);
        _byName = all.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _upcasters = new(all.ToDictionary(type => type.Name, _ => EventType.Version), upcasters);
    }

    /// <summary>All types, for tests.</summary>
    public IEnumerable<EventType> Types => _byName.Values;

    /// <summary>How events of this type are written.</summary>
    /// <exception cref="InvalidOperationException">The type is not persisted: a programmer's error.</exception>
    public EventType TypeOf(object @event) => _byType.TryGetValue(@event.GetType(), out var type)
        ? type
        : throw new InvalidOperationException($"{@event.GetType().Name} has no encoding: add it to the event codec");

    /// <summary>The event.</summary>
    /// <exception cref="JournalException">Of a newer program, or damaged.</exception>
    public object Read(string name, int version, ReadOnlySpan<byte> payload)
    {
        try
        {
            if (_upcasters.IsCurrent(name, version))
            {
                return _byName[name].Read(payload);
            }

            var current = _upcasters.ToCurrent(new(name, version, payload.ToArray()));
            return _byName[current.Type].Read(current.Payload.Span);
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or FormatException)
        {
            throw new JournalException(new JournalError(
                JournalErrorCodes.Damaged,
                $"an event {name} of version {version} cannot be read: restore the journal from a backup"));
        }
    }
}
