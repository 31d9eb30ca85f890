using Vim.Domain.Identity;
using Vim.Domain.Southbound;

namespace Vim.Server.Admin;

/// <summary>What the agents last saw on their hosts; not durable.</summary>
internal interface IObservedGuests
{
    /// <summary>The guests of a host, by compute id; none while its agent has not registered.</summary>
    IReadOnlyList<GuestObservation> On(HostId host);
}
