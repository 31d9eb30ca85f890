using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Identity;
using Vim.Domain.Requests;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Mapping;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// An AllocateVirtualisedComputeResourceRequest as <see cref="AllocateCompute"/>. The flavour's vNICs take what
/// interface_data says of them for this one compute.
/// </summary>
internal sealed class AllocationReader(EngineViews views, Violations violations, string path = "")
{
    private const int MaxHosts = 1_000;
    private const int MaxConstraints = 64;
    private const int MaxPeers = 1_000;

    /// <summary>The command; meaningless where anything was noted.</summary>
    public AllocateCompute Read(AllocateVirtualisedComputeResourceRequest request)
    {
        var flavour = new FlavourId(violations.Id(At("compute_flavour_id"), request.ComputeFlavourId));
        var command = ReadCommon(request) with { Flavour = flavour };

        // What is not there is left to the engine, which knows retries of what was allocated with it before.
        if (views.Flavours.Find(flavour.Value)?.State is not { Exists: true, Requirements: { } demands } state)
        {
            return command;
        }

        // So is a flavour that is taken as it is: it is checked once and not for each compute, and a retry is the same
        // request also when the flavour has gone since.
        var asked = WithImage(command, demands, state.Metadata);
        return ReferenceEquals(asked, demands) && request.InterfaceData.Count == 0
            ? command
            : WithVnics(command, asked, request.InterfaceData);
    }

    /// <summary>The command of an allocation with demands of its own, in place of a flavour.</summary>
    /// <param name="request">The request.</param>
    /// <param name="demands">The demands.</param>
    /// <param name="metadata">The metadata that came with them, and is in them.</param>
    public AllocateCompute Read(
        AllocateVirtualisedComputeResourceRequest request,
        ComputeRequirements demands,
        ImmutableArray<MetadataEntry> metadata)
    {
        violations.If(
            request.ComputeFlavourId.Length > 0,
            At("compute_flavour_id"),
            "leave it out where a flavour is given whole");
        var command = ReadCommon(request);
        return WithVnics(command, WithImage(command, demands, metadata), request.InterfaceData);
    }

    // An image that is not there is left to the engine too.
    private ComputeRequirements WithImage(
        AllocateCompute command, ComputeRequirements demands, ImmutableArray<MetadataEntry> metadata)
    {
        if (command.Image is not { } image
            || views.Images.Find(image.Value)?.State is not { Exists: true, Description: { } description }
            || !FlavourMetadata.MayAsk(description.Metadata))
        {
            return demands;
        }

        var reading = FlavourMetadata.ReadImage(demands, metadata, description.Metadata);
        foreach (var refusal in reading.Refusals)
        {
            violations.Add(At("vc_image_id"), $"image {image} does not go with the flavour: {refusal}");
        }

        if (!reading.Refusals.IsEmpty)
        {
            return demands;
        }

        var asked = reading.Parts.ApplyTo(demands);
        foreach (var violation in ComputeRequirementsRules.Check(asked))
        {
            violations.Add(At("vc_image_id"), $"image {image} does not go with the flavour: {violation.Description}");
        }

        return asked;
    }

    private AllocateCompute ReadCommon(AllocateVirtualisedComputeResourceRequest request)
    {
        var image = violations.OptionalId(At("vc_image_id"), request.HasVcImageId, request.VcImageId);
        violations.Id(At("resource_group_id"), request.ResourceGroupId);
        var reservation = violations.OptionalId(
            At("reservation_id"), request.HasReservationId, request.ReservationId);
        violations.If(
            !Enum.IsDefined(request.ReturnWhen), At("return_when"), $"{request.ReturnWhen} is no value of ReturnWhen");
        new MetadataCheck(At("meta_data"), violations).RefuseDemands(request.MetaData);
        var location = request.LocationConstraints ?? new LocationConstraints();
        return new()
        {
            Name = violations.Text(At("compute_name"), request.ComputeName),
            Image = image is null ? null : new ImageId(image),
            UserData = UserDataOf(request.UserData),
            Metadata = MetadataMapping.ToDomain(violations.Pairs(At("meta_data"), request.MetaData)),
            Zone = ZoneOf(location),
            OnlyHosts = HostsOf("location_constraints.host_id", location.HostId),
            NotHosts = HostsOf("location_constraints.not_host_id", location.NotHostId),
            InAggregates = [.. location.Aggregate],
            NotInAggregates = [.. location.NotAggregate],
            Reservation = reservation is null ? null : new ReservationId(reservation),
            Priority = request.Priority,
            Constraints = ConstraintsOf(request.AffinityOrAntiAffinityConstraints),
            AnswerWhen = request.ReturnWhen == ReturnWhen.Placed ? AnswerWhen.Placed : AnswerWhen.Running,
        };
    }

    private AllocateCompute WithVnics(
        AllocateCompute command, ComputeRequirements demands, RepeatedField<VirtualInterfaceData> data)
    {
        var vnics = demands.Vnics.ToBuilder();
        violations.If(
            data.Count > vnics.Count,
            At("interface_data"),
            $"{data.Count} entries; the flavour has {vnics.Count} vNICs");
        for (var index = 0; index < Math.Min(data.Count, ComputeRequirementsRules.MaxVnics); index++)
        {
            var at = At($"interface_data[{index}]");
            var target = data[index].Name.Length == 0
                ? index
                : demands.Vnics.ToList().FindIndex(vnic => vnic.Name == data[index].Name);
            if (target >= 0 && target < vnics.Count)
            {
                vnics[target] = Merge(at, vnics[target], data[index]);
            }
            else
            {
                violations.Add($"{at}.name", $"the flavour has no vNIC \"{data[index].Name}\"");
            }
        }

        return command with { Requirements = demands with { Vnics = [] }, Vnics = vnics.ToImmutable() };
    }

    private VnicRequirement Merge(string at, VnicRequirement vnic, VirtualInterfaceData data)
    {
        var link = violations.OptionalId($"{at}.network_id", data.HasNetworkId, data.NetworkId);
        var port = violations.OptionalId($"{at}.network_port_id", data.HasNetworkPortId, data.NetworkPortId);
        violations.If(
            data.IpAddress.Count > 0,
            $"{at}.ip_address",
            "is an attribute of a port: make the port with it and name it in network_port_id");
        string? mac = null;
        if (data.HasMacAddress)
        {
            mac = VnicReader.MacAddress(data.MacAddress);
            violations.If(
                mac is null, $"{at}.mac_address", $"\"{data.MacAddress}\" is no MAC address such as 52:54:00:12:34:56");
        }

        return vnic with
        {
            VirtualLink = link is null ? vnic.VirtualLink : new VirtualLinkId(link),
            Port = port is null ? vnic.Port : new PortId(port),
            MacAddress = mac ?? vnic.MacAddress,
        };
    }

    private string UserDataOf(UserData? data)
    {
        if (data is null)
        {
            return "";
        }

        violations.NotSupported(data.Method != UserDataTransportMedia.Unspecified, At("user_data.method"));
        violations.NotSupported(data.CertificateData.Count > 0, At("user_data.certificate_data"));
        return violations.Text(At("user_data.content"), data.Content, AllocateCompute.MaxUserDataLength);
    }

    private ZoneId? ZoneOf(LocationConstraints location)
    {
        var zones = location.ResourceZoneId;
        violations.If(
            zones.Count > 1, At("location_constraints.resource_zone_id"), "name one zone, or none to have one chosen");
        return zones.Count == 0
            ? null
            : new ZoneId(violations.Id(At("location_constraints.resource_zone_id[0]"), zones[0]));
    }

    private ImmutableArray<HostId> HostsOf(string field, RepeatedField<string> hosts)
    {
        if (hosts.Count == 0)
        {
            return [];
        }

        violations.If(hosts.Count > MaxHosts, At(field), $"{hosts.Count} hosts; at most {MaxHosts}");
        return
        [
            .. hosts.Take(MaxHosts).Select((host, index) => new HostId(violations.Id(At($"{field}[{index}]"), host))),
        ];
    }

    private ImmutableArray<AffinityConstraint> ConstraintsOf(RepeatedField<AffinityOrAntiAffinityConstraint> given)
    {
        const string Field = "affinity_or_anti_affinity_constraints";
        if (given.Count == 0)
        {
            return [];
        }

        violations.If(given.Count > MaxConstraints, At(Field), $"{given.Count} constraints; at most {MaxConstraints}");
        return [.. given.Take(MaxConstraints).Select((one, index) => ConstraintOf(At($"{Field}[{index}]"), one))];
    }

    // IFA 005 8.4.8.2: a named group or a list of resources, one of the two.
    private AffinityConstraint ConstraintOf(string at, AffinityOrAntiAffinityConstraint given)
    {
        var type = AffinityMapping.FromProto(given.Type);
        var scope = AffinityMapping.FromProto(given.Scope);
        violations.If(type is null, $"{at}.type", "must be AFFINITY or ANTI_AFFINITY");
        violations.If(scope is null, $"{at}.scope", $"{given.Scope} is not supported; use {AffinityMapping.Scopes}");
        var peers = given.AffinityOrAntiAffinityResourceList?.Resource ?? [];
        var group = violations.OptionalId(
            $"{at}.affinity_or_anti_affinity_resource_group_id",
            given.HasAffinityOrAntiAffinityResourceGroupId,
            given.AffinityOrAntiAffinityResourceGroupId);
        violations.If(
            (group is null) == (given.AffinityOrAntiAffinityResourceList is null),
            at,
            "give either a resource list or a group id");
        CheckGroup(at, given, group);
        var list = $"{at}.affinity_or_anti_affinity_resource_list.resource";
        violations.If(group is null && peers.Count == 0, list, "must name at least one compute");
        violations.If(peers.Count > MaxPeers, list, $"{peers.Count} computes; at most {MaxPeers}");
        return new(
            type ?? default,
            scope ?? default,
            group is null ? null : new AffinityGroupId(group),
            [.. peers.Take(MaxPeers).Select((peer, index) => new ComputeId(violations.Id($"{list}[{index}]", peer)))]);
    }

    // The group's own type and scope hold; a constraint that says otherwise would be dropped without a word.
    private void CheckGroup(string at, AffinityOrAntiAffinityConstraint given, string? id)
    {
        if (id is null || views.AffinityGroups.Find(id)?.State is not { Exists: true } group)
        {
            return;
        }

        violations.If(
            AffinityMapping.FromProto(given.Type) is { } type && type != group.Type,
            $"{at}.type",
            $"group {id} is of type {group.Type}");
        violations.If(
            given.Scope != Nfv.OrVi.V1.AffinityScope.Unspecified
                && AffinityMapping.FromProto(given.Scope) is { } scope && scope != group.Scope,
            $"{at}.scope",
            $"group {id} is of scope {group.Scope}");
    }

    private string At(string field) => path.Length == 0 ? field : $"{path}.{field}";
}
