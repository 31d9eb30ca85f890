using Vim.Actors.Journaling;
using Vim.Actors.Observing;

namespace Vim.Actors.Shards;

/// <summary>Fills the actors' table from the shard's replay, before the shard takes its first turn.</summary>
internal sealed class OpeningReplay(
    ShardId shard, ActorLoader loader, IEventFeed? feed, Action<ReplayOutcome> completed) : IReplayReceiver
{
    private string? _refusal;

    public void OnSnapshot(in ActorSnapshot snapshot)
    {
        if (_refusal is null)
        {
            try
            {
                loader.Restore(snapshot);
                feed?.Restored(shard, snapshot);
            }
            catch (InvalidOperationException exception)
            {
                _refusal = exception.Message;
            }
        }
    }

    public void OnEvent(in JournaledEvent journaled)
    {
        if (_refusal is null)
        {
            try
            {
                loader.Restore(journaled);
                feed?.Restored(shard, journaled);
            }
            catch (InvalidOperationException exception)
            {
                _refusal = exception.Message;
            }
        }
    }

    public void OnCompleted(ReplayOutcome outcome) =>
        completed(_refusal is null ? outcome : ReplayOutcome.Failed(_refusal));
}
