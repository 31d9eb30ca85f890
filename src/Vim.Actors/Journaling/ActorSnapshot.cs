namespace Vim.Actors.Journaling;

/// <summary>The state of one actor after its event <paramref name="Sequence"/>.</summary>
/// <param name="Actor">Whose state.</param>
/// <param name="Sequence">Number of the last event that the state contains.</param>
/// <param name="State">What <see cref="Actor{TState}.ToSnapshot"/> gave.</param>
public readonly record struct ActorSnapshot(ActorId Actor, long Sequence, object State);
