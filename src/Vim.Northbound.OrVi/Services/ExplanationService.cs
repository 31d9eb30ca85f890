using Nfv.OrVi.V1;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Zones;
using Vim.Northbound.OrVi.Mapping;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>What an allocation would get, or why nothing. Project extension.</summary>
internal sealed class ExplanationService(EngineCalls engine)
{
    public RpcService Build() => RpcService.For(PlacementExplanationReflection.Descriptor.Services[0])
        .Unary<ExplainRequest, ExplainResponse>("Explain", ExplainAsync)
        .Build();

    private async ValueTask<ExplainResponse> ExplainAsync(ExplainRequest request, RpcServerCall call)
    {
        var violations = new Violations();
        violations.If(request.Allocation is null, "allocation", "must be given");
        var allocation = request.Allocation ?? new AllocateVirtualisedComputeResourceRequest();
        var reader = new AllocationReader(engine.Views, violations, "allocation");
        var command = request.Flavour is { } flavour
            ? reader.Read(
                allocation,
                new FlavourReader("flavour", violations).Read(flavour),
                MetadataMapping.ToDomain(flavour.Metadata))
            : reader.Read(allocation);
        violations.If(
            request.MaxHostCount is < 0 or > ExplainPlacement.HostCountLimit,
            "max_host_count",
            $"{request.MaxHostCount} is not 0 to {ExplainPlacement.HostCountLimit}");
        violations.ThrowIfAny();
        var explanation = await engine.AskAsync(
            new ExplainPlacement(command, request.MaxHostCount),
            call,
            new(allocation.ResourceGroupId, ""),
            "allocation");
        var response = new ExplainResponse { Feasible = explanation.Zones.Any(zone => zone.Placement is not null) };
        response.Zones.AddRange(explanation.Zones
            .OrderBy(verdict => verdict.Zone.Value, StringComparer.Ordinal)
            .Select(ToProto));
        return response;
    }

    private static ZoneExplanation ToProto(ZoneVerdict verdict)
    {
        var result = new ZoneExplanation { ZoneId = verdict.Zone.Value, PlacementPolicy = verdict.Policy };
        if (verdict.Placement is { } placement)
        {
            result.Placement = PlacementMapping.ToProto(placement, verdict.Zone, verdict.Takes, verdict.Breaks);
        }
        else if (verdict.Infeasible is { } infeasible)
        {
            result.Infeasible = PlacementMapping.ToProto(infeasible);
        }

        result.Hosts.AddRange(verdict.Hosts.Select(host => ToProto(host, verdict.Zone)));
        return result;
    }

    private static HostExplanation ToProto(HostVerdict verdict, ZoneId zone)
    {
        var result = new HostExplanation
        {
            HostId = verdict.Host.Value,
            Placement = verdict.Placement is { } placement ? PlacementMapping.ToProto(placement, zone) : null,
            Score = verdict.Score,
            RemoteFunctionCount = verdict.RemoteCount,
        };
        result.Shortfalls.AddRange(verdict.Shortfalls.Select(PlacementMapping.ToProto));
        return result;
    }
}
