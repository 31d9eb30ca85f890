namespace Vim.Actors.Shards;

/// <summary>A message that starts a chain of turns.</summary>
/// <param name="To">The actor it is for.</param>
/// <param name="Message">The message.</param>
/// <param name="Asker">Who waits for the answer, if anybody does.</param>
/// <param name="IsCounted">Whether it takes a place in the mailbox until it is taken.</param>
internal readonly record struct Inbound(ActorId To, object Message, IAsker? Asker, bool IsCounted);
