using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Explaining;

/// <summary>
/// CPUs and memory of one host against a request: the largest guest node on the best host node, and sums.
/// </summary>
internal sealed class NodeDiagnosis
{
    private const string OneNode = "on one NUMA node";
    private readonly Demand _demand;
    private readonly HostFit _fit;
    private readonly bool _many;
    private readonly int _mostCpus;
    private readonly int _mostFloating;
    private readonly long _mostMemory;
    private readonly long _sumSmall;

    public NodeDiagnosis(Demand demand, HostFit fit)
    {
        _demand = demand;
        _fit = fit;
        _many = demand.NodeCount > 1;
        _mostCpus = demand.NodeCount == 0 ? 0 : demand.Cpus.Max();
        _mostFloating = demand.NodeCount == 0 ? 0 : demand.Floating.Max();
        _mostMemory = demand.NodeCount == 0 ? 0 : demand.Memory.Max();
        _sumSmall = demand.Memory.Sum(Demand.SmallBytes);
    }

    public void Find(HostState host, List<Shortfall> found)
    {
        var before = found.Count;
        FindDedicated(host, found);
        FindShared(host, found);
        FindMemory(host, found);
        if (_demand.NodeCount > 0 && found.Count == before && !_fit.FitNodes(host, _demand))
        {
            found.Add(NumaFit(host));
        }
    }

    private static long Most(HostState host, Func<NodeFree, long> part)
    {
        var most = 0L;
        foreach (var node in host.Nodes)
        {
            most = Math.Max(most, part(node));
        }

        return most;
    }

    private static long Sum(HostState host, Func<NodeFree, long> part)
    {
        var sum = 0L;
        foreach (var node in host.Nodes)
        {
            sum += part(node);
        }

        return sum;
    }

    private static void Compare(
        List<Shortfall> found,
        Dimension dimension,
        string detail,
        long wanted,
        long available,
        string unit)
    {
        if (wanted > available)
        {
            found.Add(new(dimension, detail, wanted, Math.Max(0, available), unit));
        }
    }

    private void FindDedicated(HostState host, List<Shortfall> found)
    {
        if (_mostCpus == 0)
        {
            return;
        }

        Both(host, found, Dimension.DedicatedCpus, node => node.Cpus, "CPUs");
        if (_demand.ThreadPolicy == CpuThreadPolicy.Isolate)
        {
            Both(host, found, Dimension.WholeCores, node => node.WholeCores, "cores");
        }
        else if (_demand.ThreadPolicy == CpuThreadPolicy.Require)
        {
            Compare(found, Dimension.Siblings, "", 1, host.Shape.HasSiblings ? 1 : 0, "hosts");
            Both(host, found, Dimension.WholeCores, node => node.WholeThreads, "CPUs");
        }
    }

    private void Both(
        HostState host,
        List<Shortfall> found,
        Dimension dimension,
        Func<NodeFree, long> part,
        string unit)
    {
        Compare(found, dimension, OneNode, _mostCpus, Most(host, part), unit);
        if (_many)
        {
            Compare(found, dimension, "", _demand.Cpus.Sum(), Sum(host, part), unit);
        }
    }

    private void FindShared(HostState host, List<Shortfall> found)
    {
        if (_demand.SharesEmulator && host.Shape.SharedCpus.IsEmpty)
        {
            found.Add(new(Dimension.SharedCpus, "for emulator threads", 1, 0, "CPUs"));
        }

        if (_mostFloating > 0)
        {
            var most = Enumerable.Range(0, host.Nodes.Length).Max(host.FloatingRoom);
            Compare(found, Dimension.SharedCpus, OneNode, _mostFloating, most, "vCPUs");
        }

        if (_demand.TotalFloating > 0)
        {
            Compare(found, Dimension.SharedCpus, "", _demand.TotalFloating, host.FreeShared, "vCPUs");
        }
    }

    private void FindMemory(HostState host, List<Shortfall> found)
    {
        if (_demand.NodeCount == 0)
        {
            FindMiB(found, Dimension.Memory, "", _demand.FloatingMemory, host.FreeSmall);
            return;
        }

        if (_demand.SmallOnly)
        {
            var most = Math.Min(host.FreeSmall, Most(host, node => node.Small));
            FindMiB(found, Dimension.Memory, OneNode, Demand.SmallBytes(_mostMemory), most);
            if (_many)
            {
                FindMiB(found, Dimension.Memory, "", _sumSmall, host.FreeSmall);
            }

            return;
        }

        if (_demand.PageSize.Kind == PageSizeKind.Exact)
        {
            FindPages(host, found, _demand.PageSize.Exact);
            return;
        }

        var any = _demand.PageSize.Kind == PageSizeKind.Any;
        var small = any ? Math.Min(host.FreeSmall, Most(host, node => node.Small)) : 0;
        var fits = any && small >= Demand.SmallBytes(_mostMemory);
        var best = small;
        for (var pool = 0; pool < host.PoolFree.Length; pool++)
        {
            var size = new PageSize(host.Shape.Pools[pool].PageBytes);
            fits |= size.IsHuge && host.PoolFree[pool] >= new MemorySize(_mostMemory).PagesOf(size);
            best = size.IsHuge ? Math.Max(best, host.PoolFree[pool] * size.Bytes) : best;
        }

        if (!fits)
        {
            found.Add(new(
                any ? Dimension.Memory : Dimension.HugePages,
                $"pages of one size {OneNode}",
                Amounts.WantedMiB(any ? Demand.SmallBytes(_mostMemory) : _mostMemory),
                Amounts.FreeMiB(best),
                "MiB"));
        }
    }

    private void FindPages(HostState host, List<Shortfall> found, PageSize size)
    {
        var most = 0L;
        var sum = 0L;
        for (var pool = 0; pool < host.PoolFree.Length; pool++)
        {
            if (host.Shape.Pools[pool].PageBytes == size.Bytes)
            {
                most = Math.Max(most, host.PoolFree[pool]);
                sum += Math.Max(0, host.PoolFree[pool]);
            }
        }

        var unit = $"pages of {size}";
        Compare(found, Dimension.HugePages, $"{size} {OneNode}", new MemorySize(_mostMemory).PagesOf(size), most, unit);
        if (_many)
        {
            var wanted = _demand.Memory.Sum(bytes => new MemorySize(bytes).PagesOf(size));
            Compare(found, Dimension.HugePages, $"{size}", wanted, sum, unit);
        }
    }

    private static void FindMiB(List<Shortfall> found, Dimension dimension, string detail, long wanted, long free)
    {
        if (wanted > 0 && free < wanted)
        {
            found.Add(new(dimension, detail, Amounts.WantedMiB(wanted), Amounts.FreeMiB(free), "MiB"));
        }
    }

    /// <summary>Enough of each for the largest guest node, but no host node for each guest node at once.</summary>
    private Shortfall NumaFit(HostState host) => new(
        Dimension.NumaFit,
        "",
        _demand.NodeCount,
        _fit.MostNodes(host, _demand),
        "NUMA nodes");
}
