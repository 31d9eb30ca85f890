namespace Vim.Domain.Identity;

/// <summary>Identifies a compute flavour. Opaque, case-sensitive.</summary>
/// <param name="Value">1 to 255 printable characters; checked where it enters the system.</param>
public readonly record struct FlavourId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
