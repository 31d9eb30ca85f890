using Vim.Actors.Messaging;

namespace Vim.Actors.Shards;

/// <summary>Something that waits to leave the shard: an answer, if there is an asker, or an effect.</summary>
internal readonly record struct Output(IAsker? Asker, Answer Answer, ActorId From, object? Effect)
{
    public static Output OfAnswer(IAsker asker, in Answer answer) => new(asker, answer, default, null);

    public static Output OfEffect(ActorId from, object effect) => new(null, default, from, effect);

    public void Release(IShardOutlet outlet)
    {
        if (Asker is not null)
        {
            Asker.Answered(Answer);
        }
        else if (Effect is ShardEnvelope envelope)
        {
            outlet.Send(envelope);
        }
        else
        {
            outlet.Release(From, Effect!);
        }
    }
}
