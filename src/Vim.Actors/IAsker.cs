namespace Vim.Actors;

/// <summary>Waits for the answer to a message. Called exactly once, on the shard's turn or, for a refusal, by the
/// caller itself.</summary>
public interface IAsker
{
    /// <summary>Takes the answer. Returns quickly and hands work on: the shard waits meanwhile.</summary>
    void Answered(in Answer answer);
}
