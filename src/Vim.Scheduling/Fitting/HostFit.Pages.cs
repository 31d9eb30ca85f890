using System.Numerics;
using Vim.Domain.Epa;
using Vim.Domain.Units;
using Vim.Scheduling.Demands;

namespace Vim.Scheduling.Fitting;

/// <summary>Which pages of which host node can back which guest node.</summary>
internal sealed partial class HostFit
{
    /// <summary>Those of some host nodes with pages for one guest node; which pages, stays in the scratch.</summary>
    private ulong WithPages(int guest, ulong nodes)
    {
        var bytes = _demand.Memory[guest];
        if (_demand.PageSize.Kind == PageSizeKind.Exact && !_demand.SmallOnly)
        {
            return WithPagesOf(_demand.PageSize.Exact, guest, nodes, bytes);
        }

        for (var left = nodes; left != 0; left &= left - 1)
        {
            var node = BitOperations.TrailingZeroCount(left);
            nodes &= ~(ChoosePages(node, (guest * MaxNodes) + node, bytes) ? 0 : 1UL << node);
        }

        return nodes;
    }

    private ulong WithPagesOf(PageSize size, int guest, ulong nodes, long bytes)
    {
        var pools = _host.Shape.PoolsOf(size.Bytes);
        var pages = new MemorySize(bytes).PagesOf(size);
        var free = _host.PoolFree;
        var chosen = _pool.AsSpan(guest * MaxNodes, MaxNodes);
        var small = _small.AsSpan(guest * MaxNodes, MaxNodes);
        var candidates = 0UL;
        for (var left = pools.IsEmpty ? 0 : nodes; left != 0; left &= left - 1)
        {
            var node = BitOperations.TrailingZeroCount(left);
            var pool = pools[node];
            if (pool >= 0 && free[pool] >= pages)
            {
                candidates |= 1UL << node;
                chosen[node] = pool;
                small[node] = 0;
            }
        }

        return candidates;
    }

    private bool ChoosePages(int node, int pair, long bytes) => _demand.SmallOnly
        ? ChooseSmall(node, pair, bytes)
        : ChooseHuge(node, pair, bytes, whole: true)
            || ChooseHuge(node, pair, bytes, whole: false)
            || (_demand.PageSize.Kind == PageSizeKind.Any && ChooseSmall(node, pair, bytes));

    private bool ChooseSmall(int node, int pair, long bytes)
    {
        _pool[pair] = SmallPages;
        _small[pair] = Demand.SmallBytes(bytes);
        return Math.Min(_host.Nodes[node].Small, _host.FreeSmall) >= _small[pair];
    }

    /// <summary>
    /// The largest pages that are free enough; first among those that the memory is a whole number of.
    /// </summary>
    private bool ChooseHuge(int node, int pair, long bytes, bool whole)
    {
        var shape = _host.Shape.Nodes[node];
        for (var pool = shape.FirstPool; pool < shape.FirstPool + shape.PoolCount; pool++)
        {
            var size = new PageSize(_host.Shape.Pools[pool].PageBytes);
            if (size.IsHuge
                && size.Divides(new(bytes)) == whole
                && _host.PoolFree[pool] >= new MemorySize(bytes).PagesOf(size))
            {
                _pool[pair] = pool;
                _small[pair] = 0;
                return true;
            }
        }

        return false;
    }
}
