using Nfv.OrVi.V1;

namespace Vim.Cli.Deployment;

/// <summary>Allocations with ids in place of the names that a plan holds.</summary>
internal static class ComputeRequests
{
    public static AllocateVirtualisedComputeResourceRequest Resolve(
        AllocateVirtualisedComputeResourceRequest planned,
        Catalogue catalogue,
        IReadOnlyDictionary<string, string> ports)
    {
        var request = planned.Clone();
        request.ComputeFlavourId = catalogue.FlavourIds[planned.ComputeFlavourId];
        if (planned.HasVcImageId)
        {
            request.VcImageId = catalogue.Images[planned.VcImageId];
        }

        foreach (var vnic in request.InterfaceData)
        {
            vnic.NetworkId = catalogue.Networks[vnic.NetworkId];
            if (vnic.HasNetworkPortId)
            {
                vnic.NetworkPortId = ports[vnic.NetworkPortId];
            }
        }

        foreach (var constraint in request.AffinityOrAntiAffinityConstraints)
        {
            constraint.AffinityOrAntiAffinityResourceGroupId =
                catalogue.Groups[constraint.AffinityOrAntiAffinityResourceGroupId];
        }

        return request;
    }
}
