using Google.Protobuf.Collections;
using Nfv.OrVi.V1;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;
using Vim.Scheduling.Views;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Virtualised Compute Resources Capacity Management (IFA 005 7.3.4): the queries, as of now.</summary>
internal sealed class CapacityService(EngineCalls engine, OrViOptions options)
{
    private static readonly FilterSchema<ZoneView> Schema = new FilterSchema<ZoneView>()
        .Text("zoneId", view => view.Id)
        .Text("zoneName", view => view.Id);

    public RpcService Build() => RpcService.For(ComputeCapacityManagementReflection.Descriptor.Services[0])
        .Unary<QueryComputeCapacityRequest, QueryComputeCapacityResponse>("QueryComputeCapacity", QueryCapacityAsync)
        .Unary<QueryComputeResourceZoneRequest, QueryComputeResourceZoneResponse>(
            "QueryComputeResourceZone", QueryZonesAsync)
        .UnimplementedRest()
        .Build();

    // 7.3.4.2
    private async ValueTask<QueryComputeCapacityResponse> QueryCapacityAsync(
        QueryComputeCapacityRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        var zone = violations.OptionalId("zone_id", request.HasZoneId, request.ZoneId);
        var fitting = new FittingReader(engine.Views, violations).Read(request);
        violations.NotSupported(request.ResourceCriteria is not null, "resource_criteria");
        violations.NotSupported(request.TimePeriod is not null, "time_period");
        for (var index = 0; index < request.AttributeSelector.Count; index++)
        {
            var selected = request.AttributeSelector[index];
            violations.If(
                selected == ResourceCapacityType.Unspecified || !Enum.IsDefined(selected),
                $"attribute_selector[{index}]",
                $"{selected} is none of AVAILABLE, TOTAL, RESERVED, ALLOCATED, ALL");
        }

        violations.ThrowIfAny();
        var zones = zone is not null
            ? [await AskAsync(zone, call)]
            : await Task.WhenAll(engine.Views.Zones.Snapshot().Select(view => AskAsync(view.Id, call)));
        return new()
        {
            CapacityResponse = CapacityMapping.ToProto(zones, type => Wants(request.AttributeSelector, type)),
            Fitting = fitting is null
                ? null
                : CapacityMapping.ToProto(await engine.AskAsync(
                    fitting, call, new(request.Fitting?.Allocation?.ResourceGroupId ?? "", ""), "fitting.allocation")),
        };
    }

    // 7.3.4.5
    private async ValueTask<QueryComputeResourceZoneResponse> QueryZonesAsync(
        QueryComputeResourceZoneRequest request, RpcServerCall call)
    {
        var page = QueryRunner.Run(
            engine.Views.Zones, Schema, "filter", request.Filter, request.Page, _ => true, call);
        var zones = await Task.WhenAll(page.Items.Select(view => ZoneAsync(view, call)));
        var response = new QueryComputeResourceZoneResponse { NextPageToken = page.NextToken };
        response.ZoneInfo.AddRange(zones);
        return response;
    }

    private static bool Wants(RepeatedField<ResourceCapacityType> selected, ResourceCapacityType type) =>
        selected.Count == 0 || selected.Contains(ResourceCapacityType.All) || selected.Contains(type);

    private Task<ZoneCapacity> AskAsync(string zone, RpcServerCall call) =>
        engine.AskAsync(new GetZoneCapacity(new ZoneId(zone)), call, RequestContext.Read).AsTask();

    private async Task<ResourceZone> ZoneAsync(ZoneView view, RpcServerCall call)
    {
        var capacity = await AskAsync(view.Id, call);
        return new ResourceZone
        {
            ZoneId = view.Id,
            ZoneName = view.Id,
            ZoneState = capacity.EnabledHostCount > 0 ? "available" : "unavailable",
            NfviPopId = options.NfviPopId,
            HostCount = capacity.HostCount,
            CapacityInformation = CapacityMapping.ToProto([capacity], _ => true),
            ZoneProperty =
            {
                new Nfv.OrVi.V1.KeyValuePair { Key = "enabledHostCount", Value = $"{capacity.EnabledHostCount}" },
                new Nfv.OrVi.V1.KeyValuePair { Key = "computeCount", Value = $"{capacity.ClaimCount}" },
            },
        };
    }
}
