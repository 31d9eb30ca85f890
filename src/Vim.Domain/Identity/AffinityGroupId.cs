namespace Vim.Domain.Identity;

/// <summary>Identifies an affinity or anti-affinity constraints group. Opaque, case-sensitive.</summary>
/// <param name="Value">1 to 255 printable characters; checked where it enters the system.</param>
public readonly record struct AffinityGroupId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
