namespace Vim.Actors.Shards;

/// <summary>
/// What a chain wants to let out: effects, answers to those who are parked, and the one answer to whoever asked. It
/// leaves when the chain has ended and all before it is durable. Used on the shard's turn only.
/// </summary>
internal sealed class ChainOutput(ShardId shard, ShardOptions options, ParkedAskers parked, Releaser releaser)
{
    private readonly List<Output> _outputs = [];
    private IAsker? _asker;

    /// <summary>Whether somebody asked and has no answer yet.</summary>
    public bool IsAnswerOwed => _asker is not null;

    /// <summary>A chain begins that this one asked for; null where it was only told.</summary>
    public void Begin(IAsker? asker) => _asker = asker;

    /// <summary>Ends the chain: what is let out goes with its events.</summary>
    public void AttachTo(CommitPipeline pipeline)
    {
        if (_asker is not null)
        {
            GiveAnswer(Answer.Failed(new ActorError(
                ActorErrorCodes.NoReply,
                $"shard {shard}: no actor answered this request; this is a bug of the actor")));
        }
        pipeline.Attach(_outputs);
    }

    public void AddEffect(ActorId from, object effect) => _outputs.Add(Output.OfEffect(from, effect));

    /// <summary>Answers whoever asked, unless that was done.</summary>
    public void GiveAnswer(in Answer answer)
    {
        if (_asker is not null)
        {
            _outputs.Add(Output.OfAnswer(_asker, answer));
            _asker = null;
        }
    }

    /// <summary>Lets whoever asked wait at the actor for a later chain.</summary>
    public void Park(ActorCell cell, string key)
    {
        if (_asker is null)
        {
            return;
        }
        if (parked.TryPark(cell, key, _asker))
        {
            _asker = null;
            return;
        }
        var text = $"{options.MaxParked} requests wait in shard {shard}; "
            + "the request goes on, but its answer must be asked for later";
        GiveAnswer(Answer.Failed(new ActorError(ActorErrorCodes.TooManyParked, text, options.RetryAfter)));
    }

    /// <summary>Answers those who wait at the actor under a key.</summary>
    public void AnswerParked(ActorCell cell, string key, object reply)
    {
        foreach (var asker in parked.Take(cell, key) ?? [])
        {
            _outputs.Add(Output.OfAnswer(asker, Answer.Of(reply)));
        }
    }

    /// <summary>Answers those who are parked at an actor that failed: it never will.</summary>
    public void AbandonParked(ActorCell cell)
    {
        var error = new ActorError(
            ActorErrorCodes.OutcomeUnknown,
            $"{cell.Id} failed while this request was under way: ask for its outcome later");
        foreach (var asker in parked.TakeAll(cell))
        {
            releaser.Refuse(asker, error);
        }
    }

    /// <summary>Lets nothing out, and refuses all who would have had an answer: the shard stops.</summary>
    public void Abandon(ActorError error)
    {
        GiveAnswer(Answer.Failed(error));
        foreach (var asker in _outputs.Select(output => output.Asker).OfType<IAsker>())
        {
            releaser.Refuse(asker, error);
        }
        _outputs.Clear();
    }
}
