namespace Vim.Actors;

/// <summary>Names one actor inside its shard: what it is and which one.</summary>
/// <param name="Kind">Kind of actor, as <see cref="ActorKind.Kind"/> says it; stable for ever, it is in the
/// journal.</param>
/// <param name="Key">Which one of its kind; stable for ever.</param>
public readonly record struct ActorId(string Kind, string Key)
{
    public override string ToString() => $"{Kind}/{Key}";
}
