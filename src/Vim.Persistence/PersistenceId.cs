namespace Vim.Persistence;

/// <summary>Names one entity inside its shard in the journal.</summary>
/// <param name="Kind">Kind of entity; stable for ever.</param>
/// <param name="Key">Which one of its kind; stable for ever.</param>
public readonly record struct PersistenceId(string Kind, string Key)
{
    public override string ToString() => $"{Kind}/{Key}";
}
