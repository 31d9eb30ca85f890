using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Vim.Domain.Compute;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.VirtualLinks;
using Vim.Engine.Views;

namespace Vim.Engine.Routing;

/// <summary>An allocation with all that it names looked up; exactly one of draft and refusal is given.</summary>
internal readonly record struct ResolvedAllocation(ComputeRequested? Draft, VimError? Refusal);

/// <summary>
/// Looks up what an allocation names (flavour, image, links, ports, groups) in the views, and makes of it what a
/// compute keeps for good: what is deleted or changed later does not touch it. All bad fields are told at once.
/// </summary>
internal sealed class AllocationResolver(EngineViews views)
{
    // What is wrong with a flavour by today's rules, which may be stricter than those under which it was created.
    private readonly ConditionalWeakTable<ComputeRequirements, IReadOnlyList<FieldViolation>> _checked = [];

    private const int MaxConstraints = 64;
    private const int MaxMetadata = 256;

    public ResolvedAllocation Resolve(ComputeId id, AllocateCompute command, CallerContext caller)
    {
        List<FieldViolation>? violations = null;
        var requirements = command.Requirements;
        if (requirements is null)
        {
            var flavour = command.Flavour is { } wanted ? views.Flavours.Find(wanted.Value) : null;
            if (flavour is null)
            {
                return new(null, command.Flavour is { } unknown
                    ? Refusals.NotFound("flavour", unknown.Value)
                    : Refusals.BadField("compute_flavour_id", "give a flavour, or requirements"));
            }

            requirements = flavour.State.Requirements!;
        }

        if (command.Image is { } image && !Tenancy.MayUse(views.Images.Find(image.Value), caller))
        {
            return new(null, Refusals.NotFound("image", image.Value));
        }

        if (command.Reservation is { } reservation && !IsOf(reservation, command, caller))
        {
            return new(null, Refusals.NotFound("reservation", reservation.Value));
        }

        CheckSizes(command, ref violations);
        var vnics = ResolveVnics(id, requirements.Vnics, command.Vnics, caller, out var refusal);
        if (refusal is not null)
        {
            return new(null, refusal);
        }

        var isFlavours = command.Requirements is null && vnics.IsEmpty;
        requirements = vnics.IsEmpty ? requirements : requirements with { Vnics = vnics };
        var broken = isFlavours
            ? _checked.GetValue(requirements, static flavour => ComputeRequirementsRules.Check(flavour))
            : ComputeRequirementsRules.Check(requirements);
        if (broken.Count > 0)
        {
            (violations ??= []).AddRange(broken);
        }

        var groups = ResolveGroups(command, caller, out refusal);
        if (refusal is not null)
        {
            return new(null, refusal);
        }

        return violations is null
            ? new(ToDraft(id, command, caller, requirements, groups), null)
            : new(null, Refusals.BadFields(violations));
    }

    private static ComputeRequested ToDraft(
        ComputeId id,
        AllocateCompute command,
        CallerContext caller,
        ComputeRequirements requirements,
        ImmutableArray<GroupMembership> groups) => new()
        {
            Incarnation = 0,
            Zone = command.Zone ?? default,
            ResourceGroup = caller.ResourceGroup,
            Principal = caller.Principal,
            Name = command.Name,
            Flavour = command.Flavour,
            Image = command.Image,
            UserData = command.UserData,
            Metadata = command.Metadata,
            Request = new()
            {
                Compute = id,
                Requirements = requirements,
                Groups = groups,
                OnlyHosts = command.OnlyHosts,
                NotHosts = command.NotHosts,
                InAggregates = command.InAggregates,
                NotInAggregates = command.NotInAggregates,
                Reservation = command.Reservation,
                Priority = command.Priority,
                Resources = ResourcesOf(command),
            },
            At = default,
        };

    private static void CheckSizes(AllocateCompute command, ref List<FieldViolation>? violations)
    {
        Check(command.Name.Length > 255, "name", "has more than 255 characters", ref violations);
        Check(
            command.UserData.Length > AllocateCompute.MaxUserDataLength,
            "user_data",
            $"has more than {AllocateCompute.MaxUserDataLength} characters",
            ref violations);
        Check(
            command.Metadata.Length > MaxMetadata, "metadata", $"has more than {MaxMetadata} entries", ref violations);
        Check(
            command.Constraints.Length > MaxConstraints,
            "affinity_or_anti_affinity_constraints",
            $"has more than {MaxConstraints} entries",
            ref violations);
        Check(
            command.Priority is < 0 or > PlacementRequest.MaxPriority,
            "priority",
            $"{command.Priority} is not 0 to {PlacementRequest.MaxPriority}",
            ref violations);
        CheckAggregates(command.InAggregates, "location_constraints.aggregate", ref violations);
        CheckAggregates(command.NotInAggregates, "location_constraints.not_aggregate", ref violations);
    }

    /// <summary>Another's, or one of another zone than is given, is not found.</summary>
    private bool IsOf(ReservationId reservation, AllocateCompute command, CallerContext caller) =>
        views.Reservations.Find(reservation.Value)?.State is { Exists: true } state
        && Tenancy.Owns(state.Owner, caller)
        && (command.Zone is null || command.Zone == state.Zone);

    private static void CheckAggregates(
        ImmutableArray<string> names, string field, ref List<FieldViolation>? violations)
    {
        Check(
            names.Length > HostAggregateRules.MaxAggregates,
            field,
            $"has more than {HostAggregateRules.MaxAggregates} entries",
            ref violations);
        for (var index = 0; index < Math.Min(names.Length, HostAggregateRules.MaxAggregates); index++)
        {
            if (HostAggregateRules.ComplaintOf(names[index]) is { } complaint)
            {
                (violations ??= []).Add(new($"{field}[{index}]", complaint));
            }
        }
    }

    private static void Check(bool isBroken, string field, string message, ref List<FieldViolation>? violations)
    {
        if (isBroken)
        {
            (violations ??= []).Add(new(field, message));
        }
    }

    private ImmutableArray<VnicRequirement> ResolveVnics(
        ComputeId id,
        ImmutableArray<VnicRequirement> first,
        ImmutableArray<VnicRequirement> second,
        CallerContext caller,
        out VimError? refusal)
    {
        refusal = null;
        if (first.IsEmpty && second.IsEmpty)
        {
            return [];
        }

        var resolved = ImmutableArray.CreateBuilder<VnicRequirement>(first.Length + second.Length);
        for (var index = 0; index < first.Length + second.Length && refusal is null; index++)
        {
            var vnic = index < first.Length ? first[index] : second[index - first.Length];
            vnic = vnic.Name.Length == 0
                ? vnic with { Name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"vnic{index}") }
                : vnic;
            resolved.Add(ResolveVnic(id, vnic, caller, out refusal));
        }

        return resolved.ToImmutable();
    }

    private VnicRequirement ResolveVnic(ComputeId id, VnicRequirement vnic, CallerContext caller, out VimError? refusal)
    {
        refusal = null;
        PortState? port = null;
        if (vnic.Port is { } portId)
        {
            port = views.Ports.Find(portId.Value)?.State;
            if (port is null || (vnic.VirtualLink is { } given && given != port.Link))
            {
                refusal = port is null
                    ? Refusals.NotFound("port", portId.Value)
                    : Refusals.BadField($"vnics.{vnic.Name}.port", $"port {portId} is on virtual link {port.Link}");
                return vnic;
            }
        }

        var linkId = vnic.VirtualLink ?? port?.Link;
        var link = linkId is { } wanted ? views.VirtualLinks.Find(wanted.Value) : null;
        if (linkId is not null && !Tenancy.MayUse(link, caller))
        {
            refusal = Refusals.NotFound("virtual link", linkId.Value.Value);
            return vnic;
        }

        return vnic with
        {
            VirtualLink = linkId,
            PhysicalNetwork = vnic.PhysicalNetwork ?? link?.State.Description!.PhysicalNetwork,
            MacAddress = vnic.MacAddress ?? port?.MacAddress ?? MacAddresses.For($"{id.Value}/{vnic.Name}"),
        };
    }

    private ImmutableArray<GroupMembership> ResolveGroups(
        AllocateCompute command, CallerContext caller, out VimError? refusal)
    {
        refusal = null;
        if (command.Constraints.IsEmpty)
        {
            return [];
        }

        var groups = ImmutableArray.CreateBuilder<GroupMembership>();
        foreach (var constraint in command.Constraints)
        {
            if (constraint.Group is not { } id)
            {
                continue;
            }

            var group = views.AffinityGroups.Find(id.Value)?.State;
            if (group is null || !Tenancy.Owns(group.ResourceGroup, caller))
            {
                refusal = Refusals.NotFound("affinity group", id.Value);
                return [];
            }

            groups.Add(new(id, group.Type, group.Scope) { IsSoft = group.IsSoft, MaxPerScope = group.MaxPerScope });
        }

        return groups.ToImmutable();
    }

    private static ImmutableArray<ResourceAffinity> ResourcesOf(AllocateCompute command)
    {
        if (command.Constraints.IsEmpty)
        {
            return [];
        }

        var resources = ImmutableArray.CreateBuilder<ResourceAffinity>();
        foreach (var constraint in command.Constraints)
        {
            foreach (var compute in constraint.Computes)
            {
                resources.Add(new(compute, constraint.Type, constraint.Scope));
            }
        }

        return resources.ToImmutable();
    }
}
