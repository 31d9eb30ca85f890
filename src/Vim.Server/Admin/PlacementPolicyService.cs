using Vim.Contracts.Admin.V1;
using Vim.Domain.Errors;
using Vim.Engine;
using Vim.Northbound.OrVi.Errors;
using Vim.Rpc.Server;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Server.Admin;

/// <summary><c>vim.admin.v1.PlacementPolicyService</c>: by what hosts are chosen.</summary>
internal sealed class PlacementPolicyService(IVimEngine engine, PlacementPolicy policy)
{
    private const string Name = "PlacementPolicyService";

    public RpcService Bind() =>
        RpcService.For(AdminReflection.Descriptor.Services.Single(service => service.Name == Name))
            .Unary<GetPlacementPolicyRequest, GetPlacementPolicyResponse>("GetPlacementPolicy", GetAsync)
            .Build();

    private async ValueTask<GetPlacementPolicyResponse> GetAsync(GetPlacementPolicyRequest request, RpcServerCall call)
    {
        var response = new GetPlacementPolicyResponse { Name = policy.Name, Text = policy.Text };
        var isOne = request.ZoneId.Length > 0;
        if (isOne && engine.Views.Zones.Find(request.ZoneId) is null)
        {
            throw ErrorTable.Refusal(Refusals.NotFound("zone", request.ZoneId));
        }

        if (!policy.LooksAtUsualFlavours)
        {
            return response;
        }

        var zones = engine.Views.Zones.Snapshot().Select(zone => zone.Zone)
            .Where(zone => !isOne || zone.Value == request.ZoneId)
            .OrderBy(zone => zone.Value, StringComparer.Ordinal);
        foreach (var zone in zones)
        {
            var learned = await engine.AskAsync(new GetPlacementPolicy(zone), call);
            var told = new ZoneUsualFlavours { ZoneId = zone.Value };
            told.Flavours.AddRange(learned.Usual.Select(ToProto));
            response.Zones.Add(told);
        }

        return response;
    }

    private static UsualFlavour ToProto(FlavourShare share) => new()
    {
        ShareRatio = share.PartsPerMillion / 1e6,
        NumaNodeCount = share.NodeCount,
        DedicatedCpuCount = share.PerNode.DedicatedCpus,
        FloatingVirtualCpuCount = share.PerNode.FloatingVirtualCpus,
        SmallPageBytes = (long)share.PerNode.SmallPageMiB << 20,
        HugePageBytes = (long)share.PerNode.HugePageMiB << 20,
        VirtualFunctionCount = share.PerNode.VirtualFunctions,
    };
}
