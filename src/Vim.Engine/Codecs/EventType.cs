using Google.Protobuf;

namespace Vim.Engine.Codecs;

/// <summary>How one type of event is written to the journal and read back.</summary>
internal sealed class EventType
{
    private readonly Func<object, IMessage> _toMessage;
    private readonly Func<ReadOnlySpan<byte>, object> _read;

    private EventType(string name, Type type, Func<object, IMessage> toMessage, Func<ReadOnlySpan<byte>, object> read)
    {
        Name = name;
        Type = type;
        _toMessage = toMessage;
        _read = read;
    }

    /// <summary>The current version of every type's encoding; a type that changes gets a new name (V2).</summary>
    public const int Version = 1;

    /// <summary>Stable name; it is in the journal.</summary>
    public string Name { get; }

    /// <summary>Type of the event.</summary>
    public Type Type { get; }

    public static EventType Of<TEvent, TMessage>(
        MessageParser<TMessage> parser, Func<TEvent, TMessage> toMessage, Func<TMessage, TEvent> toEvent)
        where TEvent : class
        where TMessage : IMessage<TMessage> =>
        new(
            typeof(TEvent).Name,
            typeof(TEvent),
            @event => toMessage((TEvent)@event),
            payload => toEvent(parser.ParseFrom(payload)));

    public IMessage ToMessage(object @event) => _toMessage(@event);

    public object Read(ReadOnlySpan<byte> payload) => _read(payload);
}
