using Vim.Domain.Identity;

namespace Vim.Domain.Zones;

/// <summary>The VIM learned of a zone. Event of the catalogue's zone directory.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="At">When.</param>
public sealed record ZoneAdded(ZoneId Zone, DateTimeOffset At);

/// <summary>
/// The zone gave its grant of a virtual link back, having no compute on it: a claim under this or an earlier grant is
/// refused from now on.
/// </summary>
/// <param name="Link">The link.</param>
/// <param name="Grant">Number of the grant.</param>
/// <param name="At">When.</param>
public sealed record LinkGrantReturned(VirtualLinkId Link, long Grant, DateTimeOffset At);

/// <summary>
/// Computes of up to this incarnation were forgotten: whatever comes back under an id of before gets a higher one, so
/// that a late order for the old guest cannot touch the new one.
/// </summary>
/// <param name="Incarnation">The highest that was forgotten; rises.</param>
public sealed record IncarnationFloorRaised(int Incarnation);

/// <summary>A virtual link as a zone may use it: the grant says that the link's owner knows of the zone.</summary>
/// <param name="Link">The link.</param>
/// <param name="Grant">Number of the grant, rising within the link.</param>
public readonly record struct LinkUse(VirtualLinkId Link, long Grant);
