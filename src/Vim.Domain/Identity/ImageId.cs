namespace Vim.Domain.Identity;

/// <summary>Identifies a software image. Opaque, case-sensitive.</summary>
/// <param name="Value">1 to 255 printable characters; checked where it enters the system.</param>
public readonly record struct ImageId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
