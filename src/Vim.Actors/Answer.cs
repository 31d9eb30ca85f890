namespace Vim.Actors;

/// <summary>What an asker gets: the reply of a turn, or an error of the runtime.</summary>
public readonly record struct Answer
{
    private Answer(object? reply, ActorError? error)
    {
        Reply = reply;
        Error = error;
    }

    /// <summary>The reply; null exactly if there is an error.</summary>
    public object? Reply { get; }

    public ActorError? Error { get; }

    public bool IsError => Error is not null;

    public static Answer Of(object reply) => new(reply, error: null);

    public static Answer Failed(ActorError error) => new(reply: null, error);
}
