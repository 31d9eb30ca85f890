namespace Vim.Actors.Journaling;

/// <summary>The end of a replay.</summary>
/// <param name="Succeeded">Whether everything was given.</param>
/// <param name="LastPosition">The shard's last position, 0 if it has no event; meaningful for the replay of a
/// shard.</param>
/// <param name="Detail">What went wrong and what to do, for an operator; empty if it succeeded.</param>
public readonly record struct ReplayOutcome(bool Succeeded, long LastPosition, string Detail)
{
    public static ReplayOutcome Done(long lastPosition) => new(true, lastPosition, "");

    public static ReplayOutcome Failed(string detail) => new(false, 0, detail);
}
