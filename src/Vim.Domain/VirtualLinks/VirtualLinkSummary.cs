using Vim.Domain.Identity;

namespace Vim.Domain.VirtualLinks;

/// <summary>The shortest history of a virtual link.</summary>
public static class VirtualLinkSummary
{
    private static readonly ZoneId s_nowhere = new("");

    /// <summary>Events that give this state, from none on.</summary>
    public static IReadOnlyList<object> Of(VirtualLinkState state)
    {
        if (state.Description is null)
        {
            return [];
        }

        List<object> events =
            [new VirtualLinkCreated(state.ResourceGroup, state.Description, state.Digest, state.CreatedAt)];
        AddGrants(events, state);
        foreach (var subnet in state.Subnets.Values)
        {
            events.Add(new SubnetCreated(subnet.Id, subnet.Description, subnet.Digest));
        }

        foreach (var port in state.Ports.Values)
        {
            events.Add(new PortCreated(port.Id, port.Description, port.MacAddress, port.Addresses, port.Digest));
            if (port.AttachedTo is { } compute)
            {
                events.Add(new PortAttached(port.Id, compute, port.AttachedIn));
            }
        }

        if (state.IsDeleting)
        {
            events.Add(new VirtualLinkDeletionStarted(state.CreatedAt));
        }

        if (!state.Exists)
        {
            events.Add(new VirtualLinkDeleted(state.DeletedAt ?? state.CreatedAt));
        }

        return events;
    }

    private static void AddGrants(List<object> events, VirtualLinkState state)
    {
        foreach (var grant in state.Grants)
        {
            events.Add(new LinkGranted(grant.Zone, grant.Grant));
        }

        if (state.LastGrant > (state.Grants.IsEmpty ? 0 : state.Grants[^1].Grant))
        {
            // The numbers of grants go on, also after those that were given back.
            events.Add(new LinkGranted(s_nowhere, state.LastGrant));
            events.Add(new LinkGrantGivenBack(s_nowhere, state.LastGrant));
        }
    }
}
