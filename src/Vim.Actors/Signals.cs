namespace Vim.Actors;

/// <summary>Told by the shard after a replay to each actor that has unfinished business: issue effects and timers
/// again.</summary>
public sealed class Recovered
{
    private Recovered()
    {
    }

    public static Recovered Instance { get; } = new();
}

/// <summary>Told by the shard to an actor that wants refusals: a message it told could not be handled.</summary>
/// <param name="To">Whom the message was for.</param>
/// <param name="Message">The message.</param>
/// <param name="Error">Why.</param>
public sealed record MessageRefused(ActorId To, object Message, ActorError Error);
