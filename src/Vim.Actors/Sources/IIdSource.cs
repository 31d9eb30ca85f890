namespace Vim.Actors.Sources;

/// <summary>New ids, from outside. Used on the shard's turn only, so it need not be thread-safe.</summary>
public interface IIdSource
{
    /// <summary>An id that was never given before.</summary>
    Guid Next();
}
