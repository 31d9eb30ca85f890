using System.Collections.Immutable;
using System.Runtime.Intrinsics;
using Vim.Domain.Epa;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// The filters of a policy, held against hosts for one request. Scratch that is used again; a policy without filters
/// costs nothing.
/// </summary>
internal sealed class FilterRules
{
    private Demand _demand = null!;
    private FilteredRequest _request;

    /// <summary>The filters.</summary>
    public ImmutableArray<IHostFilter> Filters { get; private set; } = [];

    /// <summary>What a host's row must have at least, for the request to fit and the filters to allow it.</summary>
    public Vector512<int> Least { get; private set; }

    /// <summary>Takes up a request.</summary>
    public void Take(Demand demand, PlacementRequest request, ImmutableArray<IHostFilter> filters)
    {
        _demand = demand;
        Filters = filters;
        Least = demand.Least;
        if (filters.IsEmpty)
        {
            return;
        }

        _request = Read(demand, request);
        foreach (var filter in filters)
        {
            Raise(filter.LeastLeft(_request));
        }
    }

    /// <summary>Whether all filters allow the host.</summary>
    public bool Allow(HostState host) => Filters.IsEmpty || Allow(host, host.Row, CountOn(host));

    /// <summary>
    /// Whether all filters allow a host in no index, which has so many computes beside those that it had.
    /// </summary>
    public bool AllowTrial(HostState trial, int more) =>
        Filters.IsEmpty || Allow(trial, HostRow.Of(trial), trial.Claims.Count + more);

    /// <summary>Whether one of <see cref="Filters"/> allows the host.</summary>
    public bool Allows(IHostFilter filter, HostState host) => Allows(filter, host, host.Row, CountOn(host));

    /// <summary>Computes, and places that are kept for some.</summary>
    public static int CountOn(HostState host) => host.Claims.Count + host.Held.Count;

    private bool Allow(HostState host, in Vector512<int> row, int computes)
    {
        foreach (var filter in Filters)
        {
            if (!Allows(filter, host, row, computes))
            {
                return false;
            }
        }

        return true;
    }

    private bool Allows(IHostFilter filter, HostState host, in Vector512<int> row, int computes)
    {
        var request = _request with { DedicatedCpus = CpusOn(host) };
        var seen = new FilteredHost(HostIndex.LoadOf(host, row), computes, host.Inventory.Traits, host.Aggregates);
        return filter.Allows(seen, request);
    }

    /// <summary>Dedicated CPUs with the siblings that are claimed with them.</summary>
    private int CpusOn(HostState host)
    {
        var threads = host.Shape.MinThreadCount;
        var sum = 0;
        foreach (var cpus in _demand.Cpus)
        {
            sum += _demand.ThreadPolicy switch
            {
                CpuThreadPolicy.Isolate => cpus * threads,
                CpuThreadPolicy.Require => (cpus + threads - 1) / threads * threads,
                _ => cpus,
            };
        }

        return sum;
    }

    private static FilteredRequest Read(Demand demand, PlacementRequest request)
    {
        var size = demand.PageSize.Kind == PageSizeKind.Exact && demand.NodeCount > 0
            ? demand.PageSize.Exact
            : PageSize.Small;
        var bytes = demand.FloatingMemory + demand.Memory.Sum(own => new MemorySize(own).PagesOf(size) * size.Bytes);
        return new(
            demand.Cpus.Sum(),
            demand.TotalFloating,
            HostRow.ToMiB(bytes + (1 << 20) - 1),
            demand.NodeCount == 0 || demand.SmallOnly ? PageKind.Small
                : demand.PageSize.Kind == PageSizeKind.Any ? PageKind.Any
                : PageKind.Huge,
            demand.Load.Wanted.VirtualFunctions,
            request.Requirements.HostTraits,
            request.InAggregates);
    }

    private void Raise(in HostAmounts left)
    {
        Raise(Column.FreeCpus, _request.DedicatedCpus, left.DedicatedCpus);
        Raise(Column.Shared, _request.FloatingVirtualCpus, left.FloatingVirtualCpus);
        Raise(Column.SmallMiB, _request.Pages == PageKind.Small ? _request.MemoryMiB : 0, left.SmallPageMiB);
        Raise(Column.HugeMiB, _request.Pages == PageKind.Huge ? _request.MemoryMiB : 0, left.HugePageMiB);
        Raise(Column.VirtualFunctions, _request.VirtualFunctions, left.VirtualFunctions);
    }

    private void Raise(Column column, int taken, int left)
    {
        if (taken > 0 && left > 0)
        {
            var least = Math.Max(HostRow.At(Least, column), (int)Math.Min(int.MaxValue, (long)taken + left));
            Least = Least.WithElement((int)column, least);
        }
    }
}
