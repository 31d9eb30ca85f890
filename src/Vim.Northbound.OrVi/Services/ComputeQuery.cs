using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Mapping;

namespace Vim.Northbound.OrVi.Services;

/// <summary>What filters on computes may speak of.</summary>
internal static class ComputeQuery
{
    public static FilterSchema<ComputeView> Schema { get; } = new FilterSchema<ComputeView>()
        .Text("computeId", view => view.Id)
        .Text("computeName", view => view.State.Name)
        .Text("flavourId", view => view.State.Flavour?.Value)
        .Text("vcImageId", view => view.State.Image?.Value)
        .Text("zoneId", view => view.State.Zone.Value)
        .Text("hostId", view => view.State.Placement?.Host.Value)
        .Text("resourceGroupId", view => view.State.ResourceGroup.Value)
        .Text("runningState", view => EtsiWords.Of(ComputeMapping.RunningStateOf(view.State.Phase)))
        .Text("operationalState", view => EtsiWords.Of(ComputeMapping.OperationalStateOf(view.State.Phase)))
        .Number("virtualCpu/numVirtualCpu", view => view.State.Requirements?.VirtualCpuCount ?? 0)
        .Number("virtualMemory/virtualMemSize", view => view.State.Requirements?.Memory.Bytes ?? 0)
        .Texts(
            "virtualNetworkInterface/networkId",
            view => (view.State.Requirements?.Vnics ?? [])
                .Where(vnic => vnic.VirtualLink is not null)
                .Select(vnic => vnic.VirtualLink!.Value.Value))
        .Map("metadata", (view, key) => MetadataMapping.Find(view.State.Metadata, key));
}
