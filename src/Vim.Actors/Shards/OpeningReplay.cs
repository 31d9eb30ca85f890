using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>Fills the actors' table from the shard's replay, before the shard takes its first turn.</summary>
internal sealed class OpeningReplay(ActorLoader loader, Action<ReplayOutcome> completed) : IReplayReceiver
{
    private string? _refusal;

    public void OnSnapshot(in ActorSnapshot snapshot)
    {
        if (_refusal is null)
        {
            try
            {
                loader.Restore(snapshot);
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
