using System.Runtime.Intrinsics;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Policies;

/// <summary>
/// Up to eight usual flavours of as many NUMA nodes, side by side, so that how many of each fit is counted at once.
/// Counts are whole numbers in doubles. What one of its flavours weighs, times how many fit, is exact up to 2^53:
/// hosts of 94,000 CPUs, floating ones counted as often as they are promised.
/// </summary>
internal sealed class FlavourLanes
{
    /// <summary>The most flavours side by side.</summary>
    public static readonly int MaxCount = Vector512<double>.Count;

    private readonly int _nodeCount;
    private readonly Vector512<double> _weights;
    private readonly Want _dedicatedCpus;
    private readonly Want _floatingVirtualCpus;
    private readonly Want _smallPages;
    private readonly Want _hugePages;
    private readonly Want _virtualFunctions;

    /// <summary>Puts flavours side by side.</summary>
    /// <param name="flavours">1 to <see cref="MaxCount"/> of them, all on the same number of NUMA nodes.</param>
    public FlavourLanes(ReadOnlySpan<FlavourShare> flavours)
    {
        _nodeCount = flavours[0].NodeCount;
        _dedicatedCpus = new(flavours, amounts => amounts.DedicatedCpus);
        _floatingVirtualCpus = new(flavours, amounts => amounts.FloatingVirtualCpus);
        _smallPages = new(flavours, amounts => amounts.SmallPageMiB);
        _hugePages = new(flavours, amounts => amounts.HugePageMiB);
        _virtualFunctions = new(flavours, amounts => amounts.VirtualFunctions);
        for (var lane = 0; lane < flavours.Length; lane++)
        {
            var weight = (double)flavours[lane].PartsPerMillion * flavours[lane].Cpus * flavours[lane].Cpus;
            _weights = _weights.WithElement(lane, weight);
        }
    }

    /// <summary>How many guests a host can take less after a placement, each by its weight; by lane.</summary>
    public Vector512<double> LossOn(ReadOnlySpan<NodeOutcome> nodes) =>
        _weights * (_nodeCount == 1 ? PartsLost(nodes) : GuestsLost(nodes));

    private Vector512<double> PartsLost(ReadOnlySpan<NodeOutcome> nodes)
    {
        var lost = Vector512<double>.Zero;
        foreach (ref readonly var node in nodes)
        {
            if (node.IsChanged)
            {
                lost += PartsIn(node.Before) - PartsIn(node.After);
            }
        }

        return lost;
    }

    private Vector512<double> GuestsLost(ReadOnlySpan<NodeOutcome> nodes)
    {
        if (nodes.Length < _nodeCount)
        {
            return default;
        }

        Span<Vector512<double>> parts = stackalloc Vector512<double>[nodes.Length];
        for (var node = 0; node < nodes.Length; node++)
        {
            parts[node] = PartsIn(nodes[node].Before);
        }

        var before = GuestsOf(parts);
        for (var node = 0; node < nodes.Length; node++)
        {
            if (nodes[node].IsChanged)
            {
                parts[node] = PartsIn(nodes[node].After);
            }
        }

        return before - GuestsOf(parts);
    }

    /// <summary>
    /// As <see cref="FlavourShare.GuestsOf"/> counts; where each guest is on all nodes, the fewest parts.
    /// </summary>
    private Vector512<double> GuestsOf(ReadOnlySpan<Vector512<double>> parts)
    {
        var guests = Vector512.Create(double.PositiveInfinity);
        if (parts.Length == _nodeCount)
        {
            foreach (ref readonly var part in parts)
            {
                guests = Vector512.MinNative(guests, part);
            }

            return guests;
        }

        while (true)
        {
            var most = guests;
            var sum = Vector512<double>.Zero;
            foreach (ref readonly var part in parts)
            {
                sum += Vector512.MinNative(most, part);
            }

            guests = Vector512.Floor(sum / _nodeCount);
            if (guests == most)
            {
                return guests;
            }
        }
    }

    /// <summary>How many parts of each flavour fit what is free of a NUMA node.</summary>
    private Vector512<double> PartsIn(in HostAmounts free)
    {
        var cpus = Vector512.MinNative(
            _dedicatedCpus.In(free.DedicatedCpus), _floatingVirtualCpus.In(free.FloatingVirtualCpus));
        var memory = Vector512.MinNative(_smallPages.In(free.SmallPageMiB), _hugePages.In(free.HugePageMiB));
        var parts = Vector512.MinNative(cpus, memory);
        return Vector512.Floor(Vector512.MinNative(parts, _virtualFunctions.In(free.VirtualFunctions)));
    }

    /// <summary>What each flavour wants of one amount.</summary>
    private readonly struct Want
    {
        private readonly Vector512<double> _reciprocal;
        private readonly Vector512<double> _unlimited;

        /// <summary>
        /// Reciprocals are rounded up, so that a product with a whole number below 2^32 is never less than the
        /// quotient, nor as much as the next whole number.
        /// </summary>
        public Want(ReadOnlySpan<FlavourShare> flavours, Func<HostAmounts, int> amountOf)
        {
            for (var lane = 0; lane < flavours.Length; lane++)
            {
                var wanted = amountOf(flavours[lane].PerNode);
                _reciprocal = _reciprocal.WithElement(lane, wanted > 0 ? Math.BitIncrement(1.0 / wanted) : 0);
                _unlimited = _unlimited.WithElement(lane, wanted > 0 ? 0 : int.MaxValue);
            }
        }

        /// <summary>How often it is in what is free, with a fraction; many times where nothing is wanted.</summary>
        public Vector512<double> In(int free) =>
            (_reciprocal * Vector512.Create((double)Math.Max(0, free))) + _unlimited;
    }
}
