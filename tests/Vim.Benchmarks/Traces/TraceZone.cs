using System.Collections.Immutable;
using System.Diagnostics;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Scheduling.Ledger;

namespace Vim.Benchmarks.Traces;

/// <summary>
/// A zone of the product's ledger with servers of two NUMA nodes, and the rule that places requests in it.
/// </summary>
internal sealed class TraceZone
{
    private readonly IPlacementRule _rule;
    private readonly HashSet<HostId> _touched = [];

    public TraceZone(IReadOnlyList<HostInventory> servers, IPlacementRule rule)
    {
        _rule = rule;
        Table = new(servers);
        foreach (var server in servers)
        {
            Ledger.PutHost(server, HostAvailability.Enabled);
        }
    }

    public ZoneLedger Ledger { get; } = new(DualNumaServer.Zone);

    public ServerTable Table { get; }

    /// <summary>Servers that had a guest.</summary>
    public int TouchedCount => _touched.Count;

    /// <summary>How often the rule was asked.</summary>
    public long Decisions { get; private set; }

    /// <summary>What it took for each decision, in microseconds.</summary>
    public double MicrosecondsPerDecision => Ticks * 1e6 / Stopwatch.Frequency / Math.Max(1, Decisions);

    /// <summary>What all its decisions took, in ticks of <see cref="Stopwatch"/>.</summary>
    public long Ticks { get; private set; }

    /// <summary>Where a request would go; null where it fits nowhere.</summary>
    public HostPlacement? Find(PlacementRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        var placement = _rule.Place(this, request);
        Ticks += Stopwatch.GetTimestamp() - start;
        Decisions++;
        return placement;
    }

    /// <summary>Books a request where the rule wants it.</summary>
    /// <returns>Where; null, and nothing changed, where it fits nowhere.</returns>
    public HostPlacement? Place(PlacementRequest request)
    {
        var placement = Find(request);
        if (placement is not null)
        {
            Book(request.Compute, placement, request.GroupIds);
        }

        return placement;
    }

    /// <summary>Books a place that is free.</summary>
    public void Book(ComputeId compute, HostPlacement placement, ImmutableArray<AffinityGroupId> groups)
    {
        Ledger.Apply(compute, placement, groups);
        Table.Book(placement, 1);
        _touched.Add(placement.Host);
    }

    public void Release(ComputeId compute)
    {
        if (Ledger.FindClaim(compute) is { } claim)
        {
            Table.Book(claim.Placement, -1);
            Ledger.Release(compute);
        }
    }
}
