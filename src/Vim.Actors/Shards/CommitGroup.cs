using Vim.Actors.Journaling;

namespace Vim.Actors.Shards;

/// <summary>Events that become durable together, and what may leave the shard once they are.</summary>
internal sealed class CommitGroup
{
    public List<JournaledEvent> Events { get; } = [];

    public List<ActorSnapshot> Snapshots { get; } = [];

    /// <summary>Actors of which the journal keeps nothing from this group on.</summary>
    public List<ActorId> Ended { get; } = [];

    public List<Output> Outputs { get; } = [];

    public bool HasRows => Events.Count + Snapshots.Count + Ended.Count > 0;

    public long Started { get; set; }

    /// <summary>Set on the shard's turn when the journal has answered.</summary>
    public AppendOutcome? Outcome { get; set; }

    public int Weight => Events.Count + Outputs.Count;

    public void Clear()
    {
        Events.Clear();
        Snapshots.Clear();
        Ended.Clear();
        Outputs.Clear();
        Outcome = null;
    }
}
