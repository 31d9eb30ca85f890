using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Explaining;

/// <summary>Memory of one host against a request, by the kind of pages that it wants.</summary>
internal sealed class MemoryDiagnosis
{
    private const string OneNode = "on one NUMA node";
    private const long MiB = 1 << 20;
    private readonly Demand _demand;
    private readonly Findings _found;
    private readonly long _most;
    private readonly Wish _oneNode;
    private readonly Wish _all;

    public MemoryDiagnosis(Demand demand, Findings found)
    {
        _demand = demand;
        _found = found;
        _most = demand.Memory.Append(0).Max();
        var many = demand.NodeCount > 1;
        if (demand.NodeCount == 0)
        {
            _all = found.Of(Dimension.Memory, "", demand.FloatingMemory, "MiB", MiB);
        }
        else if (demand.SmallOnly)
        {
            var sum = many ? demand.Memory.Sum(Demand.SmallBytes) : 0;
            _oneNode = found.Of(Dimension.Memory, OneNode, Demand.SmallBytes(_most), "MiB", MiB);
            _all = found.Of(Dimension.Memory, "", sum, "MiB", MiB);
        }
        else if (demand.PageSize.Kind == PageSizeKind.Exact)
        {
            var size = demand.PageSize.Exact;
            var sum = many ? demand.Memory.Sum(bytes => new MemorySize(bytes).PagesOf(size)) : 0;
            var unit = $"pages of {size}";
            _oneNode = found.Of(Dimension.HugePages, $"{size} {OneNode}", new MemorySize(_most).PagesOf(size), unit);
            _all = found.Of(Dimension.HugePages, $"{size}", sum, unit);
        }
        else
        {
            var isAny = demand.PageSize.Kind == PageSizeKind.Any;
            _oneNode = found.Of(
                isAny ? Dimension.Memory : Dimension.HugePages,
                $"pages of one size {OneNode}",
                isAny ? Demand.SmallBytes(_most) : _most,
                "MiB",
                MiB);
        }
    }

    public void Find(HostState host)
    {
        if (_demand.NodeCount == 0)
        {
            _all.Check(_found, host.FreeSmall);
        }
        else if (_demand.SmallOnly)
        {
            _oneNode.Check(_found, MostSmall(host));
            _all.Check(_found, host.FreeSmall);
        }
        else if (_demand.PageSize.Kind == PageSizeKind.Exact)
        {
            FindExact(host, _demand.PageSize.Exact.Bytes);
        }
        else
        {
            FindOneSize(host);
        }
    }

    private static long MostSmall(HostState host)
    {
        var most = 0L;
        foreach (ref readonly var node in host.Nodes.AsSpan())
        {
            most = Math.Max(most, node.Small);
        }

        return Math.Min(host.FreeSmall, most);
    }

    private void FindExact(HostState host, long pageBytes)
    {
        var (most, sum) = (0L, 0L);
        for (var pool = 0; pool < host.PoolFree.Length; pool++)
        {
            var free = host.Shape.Pools[pool].PageBytes == pageBytes ? Math.Max(0, host.PoolFree[pool]) : 0;
            (most, sum) = (Math.Max(most, free), sum + free);
        }

        _oneNode.Check(_found, most);
        _all.Check(_found, sum);
    }

    private void FindOneSize(HostState host)
    {
        var isAny = _demand.PageSize.Kind == PageSizeKind.Any;
        var best = isAny ? MostSmall(host) : 0;
        var fits = isAny && best >= Demand.SmallBytes(_most);
        for (var pool = 0; pool < host.PoolFree.Length; pool++)
        {
            var size = new PageSize(host.Shape.Pools[pool].PageBytes);
            fits |= size.IsHuge && host.PoolFree[pool] >= new MemorySize(_most).PagesOf(size);
            best = size.IsHuge ? Math.Max(best, host.PoolFree[pool] * size.Bytes) : best;
        }

        if (!fits)
        {
            _found.Add(_oneNode.Statement, best);
        }
    }
}
