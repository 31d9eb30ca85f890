using System.Collections.Immutable;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fragmentation;

/// <summary>What is free of a host, in the resources of which fragmentation is told.</summary>
internal static class FreeResources
{
    /// <summary>How much of a resource is free; what is claimed beyond the inventory counts as none.</summary>
    public static long Of(HostState host, FragmentedResource resource)
    {
        var free = 0L;
        switch (resource.Kind)
        {
            case ResourceKind.DedicatedCpus:
                foreach (ref readonly var node in host.Nodes.AsSpan())
                {
                    free += Math.Max(0, node.Cpus);
                }

                break;
            case ResourceKind.HugePages:
                for (var pool = 0; pool < host.PoolFree.Length; pool++)
                {
                    var isSize = host.Shape.Pools[pool].PageBytes == resource.PageSize.Bytes;
                    free += isSize ? Math.Max(0, host.PoolFree[pool]) : 0;
                }

                break;
            default:
                for (var index = 0; index < host.Functions.Length; index++)
                {
                    ref readonly var function = ref host.Functions[index];
                    var isWired = host.Shape.Functions[index].Network != NameTable.None;
                    free += isWired && !function.Whole ? Math.Max(0, function.VirtualFunctions) : 0;
                }

                break;
        }

        return free;
    }

    /// <summary>The resources that a guest takes, where huge pages may be of these sizes.</summary>
    public static ImmutableArray<FragmentedResource> TakenBy(ReferenceFlavour reference, IEnumerable<PageSize> sizes)
    {
        var wanted = reference.Requirements;
        var taken = ImmutableArray.CreateBuilder<FragmentedResource>();
        if (!wanted.PinnedVirtualCpus.IsEmpty)
        {
            taken.Add(new(ResourceKind.DedicatedCpus, default));
        }

        taken.AddRange(wanted.PageSize.Kind switch
        {
            Domain.Epa.PageSizeKind.Small => [],
            Domain.Epa.PageSizeKind.Exact => sizes.Where(size => size == wanted.PageSize.Exact).Select(Pages),
            _ => sizes.Select(Pages),
        });
        if (wanted.Vnics.Any(vnic => vnic.Kind is Domain.Epa.VnicKind.SriovVf or Domain.Epa.VnicKind.Macvtap))
        {
            taken.Add(new(ResourceKind.VirtualFunctions, default));
        }

        return taken.ToImmutable();
    }

    private static FragmentedResource Pages(PageSize size) => new(ResourceKind.HugePages, size);
}
