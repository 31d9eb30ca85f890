namespace Vim.Actors.Journaling;

/// <summary>Takes a replay. Called from any thread, by one at a time, and never after
/// <see cref="OnCompleted"/>.</summary>
public interface IReplayReceiver
{
    void OnSnapshot(in ActorSnapshot snapshot);

    void OnEvent(in JournaledEvent journaled);

    void OnCompleted(ReplayOutcome outcome);
}
