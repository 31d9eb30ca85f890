using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Vim.Domain.Topology;

namespace Vim.Server.Tests.Kill;

/// <summary>Adds up what the computes say they own, host by host, against what the host has.</summary>
internal static class OwnershipAudit
{
    public static void Check(IReadOnlyList<VirtualCompute> computes, IReadOnlyList<GetHostResponse> hosts)
    {
        var byHost = computes.Where(compute => compute.EffectivePlacement is not null)
            .ToLookup(compute => compute.EffectivePlacement.HostId);
        foreach (var host in hosts)
        {
            var placements = byHost[host.Summary.HostId].Select(compute => compute.EffectivePlacement).ToList();
            CheckCpus(host, placements);
            CheckPages(host, placements);
            CheckFunctions(host, placements);
        }
    }

    private static void CheckCpus(GetHostResponse host, List<EffectivePlacement> placements)
    {
        var owned = CpuSet.Empty;
        foreach (var placement in placements)
        {
            var claimed = CpuSet.Of(placement.Pins.Select(pin => pin.HostCpu))
                .Union(CpuSet.Parse(placement.IdleSiblings))
                .Union(placement.EmulatorIsolated ? CpuSet.Parse(placement.EmulatorCpus) : CpuSet.Empty);
            Assert.False(
                owned.Overlaps(claimed),
                $"{host.Summary.HostId}: CPUs {owned.Intersect(claimed)} are owned twice");
            owned = owned.Union(claimed);
        }
    }

    private static void CheckPages(GetHostResponse host, List<EffectivePlacement> placements)
    {
        var claimed = placements.SelectMany(placement => placement.Nodes)
            .ToLookup(node => (node.HostNode, node.PageSizeBytes), node => node.PageCount);
        foreach (var node in host.NumaNodes)
        {
            foreach (var pages in node.HugePages)
            {
                var sum = claimed[(node.NumaNode, pages.PageSizeBytes)].Sum();
                Assert.True(
                    sum <= pages.TotalPageCount,
                    $"{host.Summary.HostId} node {node.NumaNode}: {sum} of {pages.TotalPageCount} pages");
                Assert.Equal(sum, pages.ClaimedPageCount);
            }
        }
    }

    private static void CheckFunctions(GetHostResponse host, List<EffectivePlacement> placements)
    {
        var vnics = placements.SelectMany(placement => placement.Vnics).ToList();
        var twice = vnics.Where(vnic => vnic.HasVirtualFunction).GroupBy(vnic => vnic.VirtualFunction)
            .FirstOrDefault(group => group.Count() > 1);
        Assert.True(twice is null, $"{host.Summary.HostId}: VF {twice?.Key} is owned twice");
        foreach (var function in host.PhysicalFunctions)
        {
            var on = vnics.Where(vnic => vnic.PhysicalFunction == function.PciAddress).ToList();
            Assert.True(on.Sum(vnic => vnic.GuaranteedIngressBitsPerSecond) <= function.GuaranteeCapacityBitsPerSecond);
            Assert.True(on.Sum(vnic => vnic.GuaranteedEgressBitsPerSecond) <= function.GuaranteeCapacityBitsPerSecond);
            Assert.Equal(on.Sum(vnic => vnic.GuaranteedEgressBitsPerSecond), function.ClaimedEgressBitsPerSecond);
        }
    }
}
