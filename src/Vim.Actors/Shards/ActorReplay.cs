using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>Collects the replay of one actor off the shard's turn and hands it over when complete.</summary>
internal sealed class ActorReplay(
    ActorCell cell, bool isRestart, List<JournaledEvent> undurable, bool isAnew, Action<ActorReplay> completed)
    : IReplayReceiver
{
    public ActorCell Cell { get; } = cell;

    public bool IsRestart { get; } = isRestart;

    /// <summary>Events that were not durable when the replay began; the journal may give some of them too.</summary>
    public List<JournaledEvent> Undurable { get; } = undurable;

    public ActorSnapshot? Snapshot { get; private set; }

    public List<JournaledEvent> Events { get; } = [];

    public ReplayOutcome Outcome { get; private set; }

    public void OnSnapshot(in ActorSnapshot snapshot) => Snapshot = isAnew ? null : snapshot;

    public void OnEvent(in JournaledEvent journaled)
    {
        if (!isAnew)
        {
            Events.Add(journaled);
        }
    }

    public void OnCompleted(ReplayOutcome outcome)
    {
        Outcome = outcome;
        completed(this);
    }
}
