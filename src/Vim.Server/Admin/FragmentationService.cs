using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;
using Vim.Scheduling.Fragmentation;
using Proto = Vim.Contracts.Admin.V1;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.FragmentationService</c>: how much of what is free is of use for large guests.</summary>
internal sealed class FragmentationService(IVimEngine engine)
{
    public RpcService Bind() => RpcService.For(FragmentationReflection.Descriptor.Services.Single())
        .Unary<GetFragmentationRequest, GetFragmentationResponse>("GetFragmentation", GetAsync)
        .Build();

    private async ValueTask<GetFragmentationResponse> GetAsync(GetFragmentationRequest request, RpcServerCall call)
    {
        Check(
            request.MaxHostCount is < 0 or > GetFragmentation.HostCountLimit,
            "max_host_count",
            $"{request.MaxHostCount} is not 0 to {GetFragmentation.HostCountLimit}");
        Check(
            request.FlavourIds.Count > GetFragmentation.MaxFlavours,
            "flavour_ids",
            $"{request.FlavourIds.Count} flavours; at most {GetFragmentation.MaxFlavours}");
        var report = await engine.AskAsync(
            new GetFragmentation(
                request.ZoneId.Length == 0 ? null : new ZoneId(request.ZoneId),
                [.. request.FlavourIds.Select(flavour => new FlavourId(flavour))],
                request.MaxHostCount),
            call);
        var response = new GetFragmentationResponse();
        response.Zones.AddRange(report.Zones.Select(zone => ToProto(zone.Key, zone.Value)));
        return response;
    }

    private static void Check(bool isWrong, string field, string message)
    {
        if (isWrong)
        {
            throw ErrorTable.Refusal(Refusals.BadField(field, message));
        }
    }

    private static Proto.ZoneFragmentation ToProto(ZoneId id, Scheduling.Fragmentation.ZoneFragmentation zone)
    {
        var result = new Proto.ZoneFragmentation
        {
            ZoneId = id.Value,
            HostCount = zone.HostCount,
            MeasuredHostCount = zone.MeasuredHostCount,
        };
        result.References.AddRange(zone.References.Select(ToProto));
        result.Hosts.AddRange(zone.Hosts.Select(host =>
        {
            var told = new Proto.HostFragmentation { HostId = host.Host.Value };
            told.References.AddRange(host.References.Select(ToProto));
            return told;
        }));
        return result;
    }

    private static ReferenceFragmentation ToProto(ReferenceUse use)
    {
        var result = new ReferenceFragmentation { ReferenceId = use.Reference, ComputeCount = use.Count };
        result.Resources.AddRange(use.Resources.Select(resource => new ResourceFragmentation
        {
            Resource = resource.Resource.Kind switch
            {
                ResourceKind.DedicatedCpus => Proto.FragmentedResource.DedicatedCpus,
                ResourceKind.HugePages => Proto.FragmentedResource.HugePages,
                _ => Proto.FragmentedResource.VirtualFunctions,
            },
            PageSizeBytes = resource.Resource.PageSize.Bytes,
            FreeCount = resource.Free,
            UsableCount = resource.Usable,
            FragmentationRatio = resource.Fragmentation,
        }));
        return result;
    }
}
