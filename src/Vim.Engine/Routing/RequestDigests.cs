using Vim.Domain.AffinityGroups;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Flavours;
using Vim.Domain.Images;
using Vim.Domain.Requests;
using Vim.Domain.Reservations;
using Vim.Domain.Subscriptions;
using Vim.Domain.Topology;
using Vim.Domain.VirtualLinks;

namespace Vim.Engine.Routing;

/// <summary>
/// Digests of requests and inventories: equal exactly if they ask for, or are, the same. Each begins with a name and a
/// number; when a request gets a field, it is added at the end only where it is given, so that old digests stay.
/// </summary>
internal static class RequestDigests
{
    /// <summary>Digest of an idempotency key in its scope: the id of what it makes follows from it.</summary>
    public static RequestDigest OfKey(string kind, CallerContext caller, string key) => new DigestWriter()
        .Add("key/1").Add(kind).Add(caller.Principal).Add(caller.ResourceGroup.Value).Add(key).Finish();

    /// <summary>Digest of a command that makes something.</summary>
    /// <exception cref="ArgumentException">The command makes nothing.</exception>
    public static RequestDigest OfRequest(object command)
    {
        var writer = new DigestWriter();
        switch (command)
        {
            case AllocateCompute allocate:
                Write(writer, allocate);
                break;
            case CreateFlavour flavour:
                writer.Add("flavour/1").Add(flavour.Name).Add(flavour.Id?.Value).Add(flavour.Metadata);
                Write(writer, flavour.Requirements);
                break;
            case AddImage image:
                writer.Add("image/1").Add(image.Id?.Value);
                Write(writer, image.Description);
                break;
            case CreateAffinityGroup group:
                writer.Add("affinity_group/1").Add(group.Id?.Value).Add(group.Name)
                    .Add((long)group.Type).Add((long)group.Scope);
                if (group.IsSoft || group.MaxPerScope > 1)
                {
                    // Added later: a group without these keeps the digest that it had.
                    writer.Add(group.IsSoft).Add(group.MaxPerScope);
                }

                break;
            case CreateSubscription subscription:
                writer.Add("subscription/1");
                Write(writer, subscription.Filter);
                break;
            case AllocateVirtualLink link:
                writer.Add("virtual_link/1").Add(link.Id?.Value);
                Write(writer, link.Description);
                break;
            case CreateReservation reservation:
                writer.Add("reservation/1").Add(reservation.Id?.Value).Add(reservation.Name)
                    .Add(reservation.Zone.Value).Add(reservation.Flavour.Value).Add(reservation.Count)
                    .Add(reservation.Owner.Value).Add(reservation.Priority)
                    .AddAll(reservation.InAggregates, static (to, name) => to.Add(name))
                    .AddAll(reservation.NotInAggregates, static (to, name) => to.Add(name));
                break;
            case CreateSubnet subnet:
                writer.Add("subnet/1").Add(subnet.Link.Value);
                Write(writer, subnet.Description);
                break;
            case CreatePort port:
                writer.Add("port/1").Add(port.Link.Value);
                Write(writer, port.Description);
                break;
            default:
                throw new ArgumentException($"{command.GetType().Name} makes nothing", nameof(command));
        }

        return writer.Finish();
    }

    /// <summary>Digest of an inventory less its boot id.</summary>
    public static RequestDigest OfInventory(HostInventory host)
    {
        var writer = new DigestWriter()
            .Add("inventory/1").Add(host.Id.Value).Add(host.Zone.Value).Add(host.Model).Add(host.Rack)
            .Add(host.Architecture).Add(host.ReservedCpus).Add(host.SharedCpus).Add(host.SharedCpuRatio)
            .Add(host.SmallPageRatio).Add(host.LocalStorage.Bytes);
        writer
            .AddAll(host.Cpus, static (to, cpu) => to.Add(cpu.Id).Add(cpu.SocketId).Add(cpu.DieId).Add(cpu.CoreId))
            .AddAll(host.NumaNodes, static (to, node) => to
                .Add(node.Id).Add(node.Cpus).Add(node.Memory.Bytes).Add(node.ReservedMemory.Bytes)
                .AddAll(
                    node.HugePages,
                    static (page, pool) => page.Add(pool.Size.Bytes).Add(pool.Total).Add(pool.Reserved))
                .AddAll(node.Distances, static (list, distance) => list.Add(distance)))
            .AddAll(host.PhysicalFunctions, static (to, function) => Write(to, function))
            .AddAll(host.Devices, static (to, device) => Write(to, device))
            .AddAll(host.Traits);
        // A host without one keeps the digest that it had before there were fault domains.
        return (host.FaultDomain.Length == 0 ? writer : writer.Add("fault domain").Add(host.FaultDomain)).Finish();
    }

    private static void Write(DigestWriter writer, AllocateCompute request)
    {
        writer.Add("compute/1").Add(request.Name).Add(request.Flavour?.Value).Add(request.Image?.Value)
            .Add(request.UserData).Add(request.Metadata).Add(request.Zone?.Value)
            .AddAll(request.Vnics, static (to, vnic) => Write(to, vnic))
            .AddAll(request.Constraints, static (to, constraint) => to
                .Add((long)constraint.Type).Add((long)constraint.Scope).Add(constraint.Group?.Value)
                .AddAll(constraint.Computes, static (list, compute) => list.Add(compute.Value)))
            .AddAll(request.OnlyHosts, static (to, host) => to.Add(host.Value))
            .AddAll(request.NotHosts, static (to, host) => to.Add(host.Value))
            .Add(request.Requirements is not null);
        if (request.Requirements is { } requirements)
        {
            Write(writer, requirements);
        }

        // A request without has the digest that it had before there were aggregates.
        if (!request.InAggregates.IsEmpty || !request.NotInAggregates.IsEmpty)
        {
            writer.Add("aggregates")
                .AddAll(request.InAggregates, static (to, name) => to.Add(name))
                .AddAll(request.NotInAggregates, static (to, name) => to.Add(name));
        }

        if (request.Reservation is not null || request.Priority > 0)
        {
            writer.Add("reservation").Add(request.Reservation?.Value).Add(request.Priority);
        }
    }

    private static void Write(DigestWriter writer, ComputeRequirements asked)
    {
        writer.Add(asked.VirtualCpuCount).Add(asked.Memory.Bytes).Add(asked.LocalStorage.Bytes).Add(asked.Architecture)
            .Add((long)asked.CpuPolicy).Add(asked.DedicatedVirtualCpus).Add((long)asked.ThreadPolicy)
            .Add((long)asked.EmulatorThreads).Add((long)asked.PageSize.Kind).Add(asked.PageSize.Exact.Bytes)
            .AddAll(asked.NumaNodes, static (to, node) => to.Add(node.Id).Add(node.VirtualCpus).Add(node.Memory.Bytes))
            .AddAll(asked.Vnics, static (to, vnic) => Write(to, vnic))
            .AddAll(asked.Devices, static (to, device) => Write(to, device))
            .Add((long)asked.PciNumaPolicy)
            .Add(asked.GuestCpuTopology is not null);
        if (asked.GuestCpuTopology is { } shape)
        {
            writer.Add(shape.Sockets).Add(shape.Cores).Add(shape.Threads);
        }

        writer.Add(asked.RealTimeVirtualCpus)
            .AddAll(asked.RequiredTraits)
            .AddAll(asked.ForbiddenTraits);
        if (!asked.CpuPinningRules.IsEmpty)
        {
            writer.Add("pinning/2")
                .AddAll(asked.CpuPinningRules, static (to, rule) => to.Add(rule.VirtualCpu).Add(rule.HostCpus));
        }
    }

    // What was added later is written where it is there: what has nothing of it keeps the digest that it had.
    private static void Write(DigestWriter writer, PhysicalFunction function)
    {
        writer.Add(function.Address.ToString()).Add(function.Name).Add(function.Nic).Add(function.NumaNode)
            .Add(function.PhysicalNetwork).Add(function.Switch).Add(function.VendorId).Add(function.DeviceId)
            .Add(function.LinkSpeed.BitsPerSecond).Add(function.ReservedBandwidth.BitsPerSecond)
            .Add(function.CarriesVirtio).Add(function.AllowsPassthrough)
            .AddAll(function.VirtualFunctions, static (list, address) => list.Add(address.ToString()));
        if (function.OffersVhostUser || function.OffersVdpa)
        {
            writer.Add("offers/2").Add(function.OffersVhostUser).Add(function.OffersVdpa);
        }
    }

    private static void Write(DigestWriter writer, PciDevice device)
    {
        writer.Add(device.Address.ToString()).Add(device.VendorId).Add(device.DeviceId).Add(device.NumaNode)
            .Add(device.Alias);
        if (device.Parent is { } parent)
        {
            writer.Add("parent/2").Add(parent.ToString());
        }
    }

    private static void Write(DigestWriter writer, DeviceRequirement device)
    {
        writer.Add(device.Alias).Add((long?)device.VendorId).Add((long?)device.DeviceId).Add(device.Count)
            .Add((long?)device.NumaPolicy);
        if (device.Spread != DeviceSpread.Any)
        {
            writer.Add("spread/2").Add((long)device.Spread);
        }
    }

    private static void Write(DigestWriter writer, VnicRequirement vnic)
    {
        writer.Add(vnic.Name).Add((long)vnic.Kind).Add(vnic.VirtualLink?.Value).Add(vnic.Port?.Value)
            .Add(vnic.PhysicalNetwork).Add(vnic.GuaranteedIngress.BitsPerSecond)
            .Add(vnic.GuaranteedEgress.BitsPerSecond).Add(vnic.PeakIngress?.BitsPerSecond)
            .Add(vnic.PeakEgress?.BitsPerSecond).Add((long?)vnic.NumaPolicy).Add(vnic.GuestNumaNode)
            .Add(vnic.DistinctPfGroup).Add(vnic.MacAddress);
        if ((vnic.DistinctNicGroup ?? vnic.DistinctSwitchGroup) is not null)
        {
            writer.Add("distinct/2").Add(vnic.DistinctNicGroup).Add(vnic.DistinctSwitchGroup);
        }
    }

    private static void Write(DigestWriter writer, ImageDescription image) => writer
        .Add(image.Name).Add(image.Provider).Add(image.Version).Add(image.Checksum).Add(image.ContainerFormat)
        .Add(image.DiskFormat).Add(image.MinDisk.Bytes).Add(image.MinMemory.Bytes).Add(image.Size.Bytes)
        .Add(image.Source).Add(image.IsPublic).Add(image.Metadata);

    private static void Write(DigestWriter writer, VirtualLinkDescription link) => writer
        .Add(link.Name).Add(link.Bandwidth.BitsPerSecond).Add(link.NetworkType).Add(link.SegmentationId)
        .Add(link.PhysicalNetwork).Add(link.IsShared).Add(link.QualityOfService).Add(link.Metadata);

    private static void Write(DigestWriter writer, SubnetDescription subnet) => writer
        .Add(subnet.Name).Add(subnet.Cidr).Add(subnet.GatewayIp).Add(subnet.IsDhcpEnabled).Add(subnet.Metadata)
        .AddAll(subnet.AddressPool, static (to, range) => to.Add(range.First).Add(range.Last));

    private static void Write(DigestWriter writer, PortDescription port) => writer
        .Add(port.Name).Add((long)port.Type).Add(port.SegmentId).Add(port.Bandwidth.BitsPerSecond).Add(port.MacAddress)
        .Add(port.Metadata)
        .AddAll(port.FixedAddresses, static (to, address) => to.Add(address));

    private static void Write(DigestWriter writer, ChangeFilter filter) => writer
        .AddAll(filter.Kinds, static (to, kind) => to.Add((long)kind))
        .AddAll(filter.Types, static (to, type) => to.Add((long)type))
        .AddAll(filter.ResourceIds, static (to, id) => to.Add(id))
        .AddAll(filter.Zones, static (to, zone) => to.Add(zone.Value));
}
