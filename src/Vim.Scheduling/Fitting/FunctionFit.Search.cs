using System.Numerics;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Fitting;

/// <summary>
/// The complete search: demands in order, functions in order of rank, like vNICs in order of function, like functions
/// tried once. A search that takes long remembers what failed. Functions are known here by their place in that order.
/// </summary>
internal sealed partial class FunctionFit
{
    private const int RememberAfter = 256;

    private readonly int[] _order = new int[64];
    private readonly FunctionFree[] _left = new FunctionFree[64];
    private readonly ulong[] _labels = new ulong[64];
    private readonly HashSet<UInt128> _failed = [];
    private int[] _place = new int[MaxGreedy];
    private int _remoteLeft;
    private int _failures;
    private bool _isSetUp;

    private bool Search(int remoteBudget)
    {
        SetUp();
        _remoteLeft = remoteBudget;
        _failures = 0;
        return Assign(0);
    }

    private bool Assign(int item)
    {
        if (item == _count)
        {
            return true;
        }

        ref readonly var demand = ref _items[item];
        var candidates = ToPlaces(_allowed[item]);
        if (item > 0 && demand.Like(_items[item - 1]))
        {
            candidates &= ulong.MaxValue << _place[item - 1];
        }

        if (_failures > RememberAfter && (!CanSum(item) || _failed.Contains(KeyOf(item, candidates))))
        {
            return false;
        }

        var whole = candidates;
        var tried = 0UL;
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var place = BitOperations.TrailingZeroCount(candidates);
            var remote = (int)(_remote[item] >> _order[place] & 1);
            if (remote > _remoteLeft || !FitsAt(demand, place) || LikeTried(place, tried))
            {
                continue;
            }

            tried |= 1UL << place;
            TakeAt(demand, place, 1);
            _remoteLeft -= remote;
            _place[item] = place;
            _chosen[item] = _order[place];
            if (Assign(item + 1))
            {
                // The search is over; the scratch is set up anew for the next one.
                TakeAt(demand, place, -1);
                return true;
            }

            TakeAt(demand, place, -1);
            _remoteLeft += remote;
            if (budget.IsEnded)
            {
                return false;
            }
        }

        Remember(item, whole);
        return false;
    }

    private void Remember(int item, ulong candidates)
    {
        if (!budget.Spend())
        {
            return;
        }

        if (++_failures == RememberAfter)
        {
            _failed.Clear();
        }
        else if (_failures > RememberAfter)
        {
            _failed.Add(KeyOf(item, candidates));
        }
    }

    private bool FitsAt(in FunctionDemand demand, int place) =>
        Fits(demand, _left[place])
        && (demand.Label < 0 || (_labels[place] >> demand.Label & 1) == 0)
        && (!_isSpread || IsApart(demand, _host.Shape.Functions[_order[place]]));

    private void TakeAt(in FunctionDemand demand, int place, int sign)
    {
        Take(ref _left[place], demand, sign);
        _labels[place] ^= demand.Label >= 0 ? 1UL << demand.Label : 0;
        if (_isSpread)
        {
            Spread(demand, _host.Shape.Functions[_order[place]]);
        }
    }

    /// <summary>Whether a function that failed here already is in all respects like this one.</summary>
    private bool LikeTried(int place, ulong tried)
    {
        ref readonly var mine = ref _host.Shape.Functions[_order[place]];
        ref readonly var left = ref _left[place];
        for (; tried != 0; tried &= tried - 1)
        {
            var other = BitOperations.TrailingZeroCount(tried);
            ref readonly var theirs = ref _host.Shape.Functions[_order[other]];
            ref readonly var theirLeft = ref _left[other];
            if (mine.Node == theirs.Node
                && mine.Network == theirs.Network
                && mine.Offers == theirs.Offers
                && left.VirtualFunctions == theirLeft.VirtualFunctions
                && left.Uses == theirLeft.Uses
                && left.Ingress == theirLeft.Ingress
                && left.Egress == theirLeft.Egress
                && _labels[place] == _labels[other]
                && (!_isSpread || (mine.Nic == theirs.Nic && mine.Switch == theirs.Switch)))
            {
                return true;
            }
        }

        return false;
    }

    private void SetUp()
    {
        if (_isSetUp)
        {
            return;
        }

        _isSetUp = true;
        for (var function = 0; function < _host.Functions.Length; function++)
        {
            var at = function;
            var rank = RankOf(_host.Functions[function]);
            while (at > 0 && rank < RankOf(_host.Functions[_order[at - 1]]))
            {
                _order[at] = _order[at - 1];
                at--;
            }

            _order[at] = function;
        }

        for (var place = 0; place < _host.Functions.Length; place++)
        {
            _left[place] = _host.Functions[_order[place]];
            _labels[place] = 0;
        }

        Array.Clear(_nicLabels);
        Array.Clear(_switchLabels);
    }

    private ulong ToPlaces(ulong functions)
    {
        var places = 0UL;
        for (var place = 0; place < _host.Functions.Length; place++)
        {
            places |= (functions >> _order[place] & 1) << place;
        }

        return places;
    }

    /// <summary>Whether VFs and rates that are left are enough for the demands that are left, in sum.</summary>
    private bool CanSum(int first)
    {
        var open = 0UL;
        var (functions, ingress, egress) = (0L, 0L, 0L);
        for (var item = first; item < _count; item++)
        {
            open |= ToPlaces(_allowed[item]);
            ingress += _items[item].Ingress;
            egress += _items[item].Egress;
            functions += _items[item].TakesVf ? 1 : 0;
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
            if (_isSpread)
            {
                high = Mix(high, _nicLabels[place]);
                low = Mix(low, _switchLabels[place]);
            }
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
