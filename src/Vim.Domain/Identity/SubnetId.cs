namespace Vim.Domain.Identity;

/// <summary>Identifies a subnet of a virtual link. Opaque, case-sensitive.</summary>
/// <param name="Value">1 to 255 printable characters; checked where it enters the system.</param>
public readonly record struct SubnetId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
