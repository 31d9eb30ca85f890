namespace Vim.Simulation.Planting;

/// <summary>
/// A bug put on purpose into a part of the world beside the engine, to see that a checker catches it.
/// </summary>
internal enum Bug
{
    None,

    /// <summary>The journal says that an append is durable when it only begins.</summary>
    JournalAnswersEarly,

    /// <summary>A replay gives every compute the place of the first.</summary>
    ReplayPlacesTwice,

    /// <summary>A replay leaves out that claims were freed.</summary>
    ReplayNeverFrees,

    /// <summary>What is allocated is not put into the group that was asked for.</summary>
    RequestLosesGroups,

    /// <summary>A termination is answered before anything was done.</summary>
    ReplyTooEarly,

    /// <summary>The answer to a retry tells another place than the first one.</summary>
    ReplyChangesOnRetry,

    /// <summary>An order given twice makes two guests.</summary>
    HostCreatesTwice,

    /// <summary>A host that has removed a guest makes it again when an old order comes late.</summary>
    HostForgetsRemovals,

    /// <summary>A host says that it removed the guest of a compute that failed or ended, and did not.</summary>
    HostKeepsRemoved,

    /// <summary>A host that registers hides a guest that runs.</summary>
    HostHidesGuest,

    /// <summary>Orders to remove a guest never arrive: compensations are dropped.</summary>
    RemovalsDropped,

    /// <summary>A source goes on with a guest that it handed over.</summary>
    SourceGoesOn,

    /// <summary>A source says that it removed a guest that it handed over, and did not.</summary>
    SourceKeepsSent,

    /// <summary>A target says that a guest runs that only waits for its memory.</summary>
    TargetTellsEarly,
}
