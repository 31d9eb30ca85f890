using Nfv.OrVi.V1;
using Vim.Domain.Compute;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Mapping;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>What a capacity query asks to be counted: computes of a resource type, or like one allocation.</summary>
internal sealed class FittingReader(EngineViews views, Violations violations)
{
    private const int DefaultMost = 10_000;
    private const string Path = "fitting";

    /// <summary>The count asked for; null for none. Meaningless where anything was noted.</summary>
    public CountFitting? Read(QueryComputeCapacityRequest request)
    {
        var type = violations.OptionalId(
            "compute_resource_type_id", request.HasComputeResourceTypeId, request.ComputeResourceTypeId);
        var zone = request.HasZoneId ? new ZoneId(request.ZoneId) : (ZoneId?)null;
        if (request.Fitting is not { } query)
        {
            return type is null ? null : new(new() { Flavour = new FlavourId(type), Zone = zone }, DefaultMost);
        }

        violations.If(type is not null, "compute_resource_type_id", $"leave it out where {Path} is given");
        violations.If(
            query.MaxCount is < 0 or > CountFitting.CountLimit,
            $"{Path}.max_count",
            $"{query.MaxCount} is not 0 to {CountFitting.CountLimit}");
        var command = Read(query);
        violations.If(
            zone is not null && command.Zone is { } given && given != zone,
            "zone_id",
            $"{Path}.allocation asks for zone {command.Zone}");
        return new(command with { Zone = command.Zone ?? zone }, query.MaxCount == 0 ? DefaultMost : query.MaxCount);
    }

    private AllocateCompute Read(FittingQuery query)
    {
        violations.If(query.Allocation is null, $"{Path}.allocation", "must be given");
        var allocation = query.Allocation ?? new AllocateVirtualisedComputeResourceRequest();
        violations.If(
            allocation.HasReservationId,
            $"{Path}.allocation.reservation_id",
            "leave it out: what fits beside reservations is counted");
        var reader = new AllocationReader(views, violations, $"{Path}.allocation");
        for (var index = 0; index < allocation.InterfaceData.Count; index++)
        {
            violations.If(
                allocation.InterfaceData[index].HasNetworkPortId,
                $"{Path}.allocation.interface_data[{index}].network_port_id",
                "a port is of one compute; leave it out where many are counted");
        }

        return query.Flavour is { } flavour
            ? reader.Read(
                allocation,
                new FlavourReader($"{Path}.flavour", violations).Read(flavour),
                MetadataMapping.ToDomain(flavour.Metadata))
            : reader.Read(allocation);
    }
}
