namespace Vim.Domain.Identity;

/// <summary>Identifies a reservation of compute capacity. Opaque, case-sensitive.</summary>
/// <param name="Value">1 to 255 printable characters; checked where it enters the system.</param>
public readonly record struct ReservationId(string Value)
{
    /// <inheritdoc />
    public override string ToString() => Value;
}
