namespace Vim.Actors.Shards;

/// <summary>
/// Hands over what leaves the shard. An outlet or asker that throws has broken its contract; the shard and the others
/// must not pay for it.
/// </summary>
internal sealed class Releaser(ShardId shard, ShardEnvironment environment)
{
    public void Release(in Output output)
    {
        try
        {
            output.Release(environment.Outlet);
        }
        catch (Exception exception)
        {
            environment.Observer.ReleaseFailed(shard, output.Effect ?? output.Answer, exception);
        }
    }

    public void Refuse(IAsker asker, ActorError error) => Release(Output.OfAnswer(asker, Answer.Failed(error)));
}
