using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Views;

namespace Vim.Scheduling.Tests.Properties;

/// <summary>What a refusal says of memory, pages and shared CPUs, computed anew from the view of the host.</summary>
internal static class MemoryTruth
{
    public static void Check(
        DimensionShortfall said,
        ComputeRequirements wanted,
        HostCapacity view,
        bool oneNode,
        string at)
    {
        var guests = wanted.EffectiveNumaNodes;
        if (said.Dimension == Dimension.SharedCpus)
        {
            CheckShared(said, wanted, view, oneNode, at);
            return;
        }

        if (wanted.PageSize.Kind == PageSizeKind.Exact && wanted.PageSize.Exact != PageSize.Small)
        {
            var size = wanted.PageSize.Exact;
            Assert.True(said.Unit == $"pages of {size}", at);
            RefusalTruth.Equal(
                said,
                [.. guests.Select(node => node.Memory.PagesOf(size))],
                view.Nodes.Select(node => node.HugePages.FirstOrDefault(pool => pool.Size == size).Free),
                oneNode,
                at);
            return;
        }

        var smallest = guests.IsEmpty ? wanted.Memory : guests.Max(node => node.Memory);
        var most = view.Nodes.Max(node => Math.Min(node.FreeSmallPageMemory.Bytes, view.FreeSmallPageMemory.Bytes));
        if (!oneNode)
        {
            var sum = guests.IsEmpty ? Small(wanted.Memory) : guests.Sum(node => Small(node.Memory));
            Expect(said, sum, view.FreeSmallPageMemory.Bytes, at);
        }
        else if (wanted.PageSize.Kind is PageSizeKind.Small or PageSizeKind.Exact)
        {
            Expect(said, Small(smallest), most, at);
        }
        else
        {
            var huge = view.Nodes.SelectMany(node => node.HugePages).Select(pool => pool.Size.Times(pool.Free).Bytes);
            var any = wanted.PageSize.Kind == PageSizeKind.Any;
            Expect(
                said,
                any ? Small(smallest) : smallest.Bytes,
                huge.Append(any ? most : 0).Max(),
                at);
        }
    }

    private static void CheckShared(
        DimensionShortfall said,
        ComputeRequirements wanted,
        HostCapacity view,
        bool oneNode,
        string at)
    {
        if (said.Detail.Length > 0 && !oneNode)
        {
            Assert.True(view.Inventory.SharedCpus.IsEmpty && wanted.EmulatorThreads == EmulatorThreadPolicy.Share, at);
            return;
        }

        var floating = wanted.EffectiveNumaNodes
            .Select(node => (long)node.VirtualCpus.Except(wanted.PinnedVirtualCpus).Count)
            .ToArray();
        Assert.True(
            said.Wanted == (oneNode ? floating.Max() : wanted.VirtualCpuCount - wanted.PinnedVirtualCpus.Count),
            at);
        Assert.True(
            said.Available == (oneNode
                ? view.Nodes.Max(node => Math.Min(node.FreeFloatingVirtualCpus, SharedCpusOf(view, node.Id)))
                : view.FreeFloatingVirtualCpus),
            at);
    }

    private static int SharedCpusOf(HostCapacity view, int node) => view.Inventory.NumaNodes
        .First(candidate => candidate.Id == node).Cpus.Intersect(view.Inventory.SharedCpus).Count;

    private static void Expect(DimensionShortfall said, long wanted, long free, string at)
    {
        Assert.True(said.Unit == "MiB" && wanted > free, at);
        Assert.True(said.Wanted == (wanted + (1 << 20) - 1) >> 20, at);
        Assert.True(said.Available == Math.Max(0, free) >> 20, at);
    }

    private static long Small(MemorySize size) => (size.Bytes + 4095) / 4096 * 4096;
}
