using System.Globalization;
using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>Where a simulated host waits for a guest: <c>simulated://h2/3</c>.</summary>
/// <param name="Host">The host.</param>
/// <param name="Incarnation">Of the guest there.</param>
internal readonly record struct GuestEndpoint(HostId Host, int Incarnation)
{
    private const string Scheme = "simulated://";

    /// <summary>Reads one; null where it is of another kind of host.</summary>
    public static GuestEndpoint? Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return text.StartsWith(Scheme, StringComparison.Ordinal)
            && slash > Scheme.Length
            && int.TryParse(
                text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var incarnation)
            ? new(new(text[Scheme.Length..slash]), incarnation)
            : null;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}{Host}/{Incarnation}");
}
