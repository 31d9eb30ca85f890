using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Requests;

namespace Vim.Domain.VirtualLinks;

/// <summary>What commands make of the subnets and ports of a virtual link. Pure.</summary>
public static class PortDecider
{
    /// <summary>A new subnet; nothing for a retry.</summary>
    public static Decision CreateSubnet(
        VirtualLinkState state, SubnetId id, SubnetDescription description, RequestDigest digest)
    {
        if (!state.Exists || state.IsDeleting)
        {
            return Decision.Refuse(Refusals.NotFound("virtual link", state.Id.Value));
        }

        if (state.Subnets.TryGetValue(id.Value, out var there))
        {
            return Creation.Again("subnet", id.Value, there.Digest, digest);
        }

        if (state.Subnets.Count >= VirtualLinkState.MaxSubnets)
        {
            return Decision.Refuse(Refusals.WrongState(
                "virtual link",
                state.Id.Value,
                "full",
                $"it has {VirtualLinkState.MaxSubnets} subnets, the most it takes"));
        }

        return AddressPlanner.Check(description, state.Subnets.Values) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new SubnetCreated(id, description, digest));
    }

    /// <summary>The end of a subnet that no port has an address of.</summary>
    public static Decision DeleteSubnet(VirtualLinkState state, SubnetId id)
    {
        if (!state.Subnets.ContainsKey(id.Value))
        {
            return Decision.Refuse(Refusals.NotFound("subnet", id.Value));
        }

        foreach (var port in state.Ports.Values)
        {
            foreach (var address in port.Addresses)
            {
                if (address.Subnet == id)
                {
                    return Decision.Refuse(Refusals.InUse("subnet", id.Value, $"port {port.Id}"));
                }
            }
        }

        return Decision.Of(new SubnetDeleted(id));
    }

    /// <summary>A new port with an address of each subnet; nothing for a retry.</summary>
    public static Decision CreatePort(
        VirtualLinkState state, PortId id, PortDescription description, RequestDigest digest)
    {
        if (!state.Exists || state.IsDeleting)
        {
            return Decision.Refuse(Refusals.NotFound("virtual link", state.Id.Value));
        }

        if (state.Ports.TryGetValue(id.Value, out var there))
        {
            return Creation.Again("port", id.Value, there.Digest, digest);
        }

        if (state.Ports.Count >= VirtualLinkState.MaxPorts)
        {
            return Decision.Refuse(Refusals.WrongState(
                "virtual link",
                state.Id.Value,
                "full",
                $"it has {VirtualLinkState.MaxPorts} ports, the most it takes"));
        }

        var mac = description.MacAddress.Length == 0 ? MacAddresses.For(id.Value) : description.MacAddress;
        if (!MacAddresses.IsValid(mac))
        {
            return Decision.Refuse(Refusals.BadField(
                "mac_address", $"\"{mac}\" is not an address such as 52:54:00:12:34:56"));
        }

        var planned = AddressPlanner.Plan(state, description.FixedAddresses);
        return planned.IsSuccess
            ? Decision.Of(new PortCreated(id, description, mac, planned.Value, digest))
            : Decision.Refuse(planned.Error);
    }

    /// <summary>A compute takes the port; nothing where it has it.</summary>
    public static Decision Attach(VirtualLinkState state, PortId id, ComputeId compute, ZoneId zone)
    {
        if (!state.Ports.TryGetValue(id.Value, out var port))
        {
            return Decision.Refuse(Refusals.NotFound("port", id.Value));
        }

        if (port.AttachedTo is { } other && other != compute)
        {
            return Decision.Refuse(Refusals.InUse("port", id.Value, $"compute {other}"));
        }

        return port.AttachedTo == compute && port.AttachedIn == zone
            ? Decision.Nothing
            : Decision.Of(new PortAttached(id, compute, zone));
    }

    /// <summary>A compute gives the port back; nothing where another has it, or nobody.</summary>
    public static Decision Detach(VirtualLinkState state, PortId id, ComputeId compute) =>
        state.Ports.TryGetValue(id.Value, out var port) && port.AttachedTo == compute
            ? Decision.Of(new PortDetached(id))
            : Decision.Nothing;

    /// <summary>The end of a port that no compute has.</summary>
    public static Decision DeletePort(VirtualLinkState state, PortId id)
    {
        if (!state.Ports.TryGetValue(id.Value, out var port))
        {
            return Decision.Refuse(Refusals.NotFound("port", id.Value));
        }

        return port.AttachedTo is { } compute
            ? Decision.Refuse(Refusals.InUse("port", id.Value, $"compute {compute}"))
            : Decision.Of(new PortDeleted(id));
    }

    internal static VirtualLinkState Evolve(VirtualLinkState state, object @event) => @event switch
    {
        SubnetCreated created => state with
        {
            Subnets = state.Subnets.SetItem(
                created.Subnet.Value, new(created.Subnet, state.Id, created.Description, created.Digest)),
        },
        SubnetDeleted deleted => state with { Subnets = state.Subnets.Remove(deleted.Subnet.Value) },
        PortCreated created => state with
        {
            Ports = state.Ports.SetItem(created.Port.Value, new()
            {
                Id = created.Port,
                Link = state.Id,
                Description = created.Description,
                MacAddress = created.MacAddress,
                Addresses = created.Addresses,
                Digest = created.Digest,
            }),
        },
        PortAttached attached => WithPort(
            state, attached.Port, port => port with { AttachedTo = attached.Compute, AttachedIn = attached.Zone }),
        PortDetached detached => WithPort(
            state, detached.Port, port => port with { AttachedTo = null, AttachedIn = default }),
        PortDeleted deleted => state with { Ports = state.Ports.Remove(deleted.Port.Value) },
        _ => throw new ArgumentException($"a virtual link has no event {@event.GetType().Name}", nameof(@event)),
    };

    private static VirtualLinkState WithPort(VirtualLinkState state, PortId id, Func<PortState, PortState> change) =>
        state with { Ports = state.Ports.SetItem(id.Value, change(state.Ports[id.Value])) };
}
