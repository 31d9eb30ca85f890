using System.Numerics;
using Vim.Domain.Epa;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>What a search starts from, and what it remembers.</summary>
internal sealed partial class FunctionFit
{
    /// <summary>Functions by place that could serve the demand if nothing else of the request were there.</summary>
    private ulong Capable(in FunctionDemand demand)
    {
        var capable = 0UL;
        for (var place = 0; place < _host.Functions.Length; place++)
        {
            ref readonly var shape = ref _host.Shape.Functions[_order[place]];
            var wired = demand.Network == NameTable.None
                ? shape.Network != NameTable.None
                : shape.Network == demand.Network;
            var kind = demand.Kind switch
            {
                VnicKind.Virtio => shape.CarriesVirtio,
                VnicKind.PfPassthrough => shape.AllowsPassthrough,
                _ => true,
            };
            capable |= wired && kind && Fits(demand, place) ? 1UL << place : 0;
        }

        return capable;
    }

    private bool Allow(int item, ulong nodes, ReadOnlySpan<int> nodeOf, bool ignoreNuma)
    {
        var demand = _items[item];
        _remote[item] = 0;
        _allowed[item] = _capable[item];
        if (ignoreNuma || demand.Nearness == Nearness.Anywhere)
        {
            return true;
        }

        for (var left = _capable[item]; left != 0; left &= left - 1)
        {
            var place = BitOperations.TrailingZeroCount(left);
            var node = _host.Shape.Functions[_order[place]].Node;
            if (demand.Nearness == Nearness.Preferred)
            {
                _remote[item] |= IsOn(node, nodes) ? 0 : 1UL << place;
            }
            else if (!NumaRule.Allows(demand.Nearness, _host.Shape, node, nodes, TieOf(demand, nodes, nodeOf)))
            {
                _allowed[item] &= ~(1UL << place);
            }
        }

        return _allowed[item] != 0;
    }

    private void AddRelevant(Nearness nearness, ulong capable)
    {
        if (nearness == Nearness.Anywhere)
        {
            return;
        }

        for (; capable != 0; capable &= capable - 1)
        {
            var node = _host.Shape.Functions[_order[BitOperations.TrailingZeroCount(capable)]].Node;
            if (node >= 0)
            {
                RelevantNodes |= nearness == Nearness.Socket ? _host.Shape.Nodes[node].Near : 1UL << node;
            }
        }
    }

    /// <summary>Functions in use first, then those with few VFs left, so that whole ones stay whole.</summary>
    private void Order()
    {
        for (var index = 0; index < _host.Functions.Length; index++)
        {
            var at = index;
            while (at > 0 && Before(index, _order[at - 1]))
            {
                _order[at] = _order[at - 1];
                at--;
            }

            _order[at] = index;
        }

        for (var place = 0; place < _host.Functions.Length; place++)
        {
            _left[place] = _host.Functions[_order[place]];
            _labels[place] = 0;
        }
    }

    private bool Before(int left, int right)
    {
        ref readonly var mine = ref _host.Functions[left];
        ref readonly var other = ref _host.Functions[right];
        var used = (mine.Uses > 0).CompareTo(other.Uses > 0);
        return used != 0 ? used > 0 : mine.VirtualFunctions < other.VirtualFunctions;
    }

    private void Grow(int count)
    {
        if (count > _place.Length)
        {
            Array.Resize(ref _capable, count);
            Array.Resize(ref _allowed, count);
            Array.Resize(ref _remote, count);
            Array.Resize(ref _place, count);
        }
    }

    /// <summary>Whether VFs and rates that are left are enough for the demands that are left, in sum.</summary>
    private bool CanSum(int first)
    {
        var open = 0UL;
        var (functions, ingress, egress) = (0L, 0L, 0L);
        for (var item = first; item < _count; item++)
        {
            open |= _allowed[item];
            ingress += _items[item].Ingress;
            egress += _items[item].Egress;
            functions += _items[item].Kind is VnicKind.SriovVf or VnicKind.Macvtap ? 1 : 0;
        }

        for (; open != 0; open &= open - 1)
        {
            ref readonly var left = ref _left[BitOperations.TrailingZeroCount(open)];
            functions -= left.Whole ? 0 : left.VirtualFunctions;
            ingress -= left.Whole ? 0 : Math.Max(0, left.Ingress);
            egress -= left.Whole ? 0 : Math.Max(0, left.Egress);
        }

        return functions <= 0 && ingress <= 0 && egress <= 0;
    }

    /// <summary>
    /// All that decides whether the demands from one on can be served, as a 128-bit hash: two states out of the few
    /// million that a search can see share one with a chance of about 1 in 10^25.
    /// </summary>
    private UInt128 KeyOf(int item, ulong candidates)
    {
        var high = Mix(0x9E3779B97F4A7C15, ((ulong)item << 32) | (uint)_remoteLeft);
        var low = Mix(0xC2B2AE3D27D4EB4F, candidates);
        for (var place = 0; place < _host.Functions.Length; place++)
        {
            ref readonly var left = ref _left[place];
            high = Mix(high, (ulong)left.Ingress ^ ((ulong)left.Uses << 48));
            low = Mix(low, (ulong)left.Egress);
            high = Mix(high, _labels[place] ^ (left.Whole ? ulong.MaxValue : 0));
            low = Mix(low, (ulong)left.VirtualFunctions ^ high);
        }

        return new(high, low);
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        var mixed = (hash ^ value) * 0xFF51AFD7ED558CCD;
        mixed = (mixed ^ (mixed >> 33)) * 0xC4CEB9FE1A85EC53;
        return mixed ^ (mixed >> 29) ^ BitOperations.RotateLeft(hash, 17);
    }
}
