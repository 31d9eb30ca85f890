using Vim.Actors.Journaling;

namespace Vim.Actors.Tests.Support;

internal sealed class CountingReceiver : IReplayReceiver
{
    public List<ActorSnapshot> Snapshots { get; } = [];

    public List<JournaledEvent> Events { get; } = [];

    public ReplayOutcome? Outcome { get; private set; }

    public void OnSnapshot(in ActorSnapshot snapshot) => Snapshots.Add(snapshot);

    public void OnEvent(in JournaledEvent journaled) => Events.Add(journaled);

    public void OnCompleted(ReplayOutcome outcome) => Outcome = outcome;
}
