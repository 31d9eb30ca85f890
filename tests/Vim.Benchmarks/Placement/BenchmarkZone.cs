using System.Diagnostics;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;
using Vim.Scheduling.Policies;

namespace Vim.Benchmarks.Placement;

/// <summary>A zone that is kept as full as it was filled: each placement releases the oldest claim.</summary>
internal sealed class BenchmarkZone
{
    private readonly Queue<ComputeId> _claims = new();
    private readonly LearningPolicy _policy;
    private int _next;

    /// <summary>An empty zone under the product's own policy.</summary>
    public BenchmarkZone(int hosts)
        : this(hosts, PlacementPolicy.Pack)
    {
    }

    public BenchmarkZone(int hosts, PlacementPolicy policy)
    {
        _policy = new(policy, []);
        for (var index = 0; index < hosts; index++)
        {
            Ledger.PutHost(BenchmarkHosts.Mixed(index), HostAvailability.Enabled);
        }
    }

    /// <summary>Claims booked by this.</summary>
    public int ClaimCount => _claims.Count;

    public ZoneLedger Ledger { get; } = new(BenchmarkHosts.Zone);

    public Placer Placer { get; } = new();

    public bool LastFitted { get; private set; }

    /// <summary>Places until so much of the dedicated CPUs is claimed, or four requests in a row do not fit.</summary>
    public void Fill(int percent)
    {
        var target = Ledger.Capacity().DedicatedCpus.Total * percent / 100;
        var claimed = 0L;
        for (var misses = 0; claimed < target && misses < 4;)
        {
            var placement = Turn(release: false);
            claimed += placement?.ClaimedCpus.Count ?? 0;
            misses = placement is null ? misses + 1 : 0;
        }
    }

    /// <summary>Decides, without placing: ticks and bytes of the choice of a host.</summary>
    public long Choose(out long bytes)
    {
        var request = BenchmarkHosts.Request(_next);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        Placer.Choose(Ledger, request, _policy.Current);
        var ticks = Stopwatch.GetTimestamp() - start;
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return ticks;
    }

    /// <summary>Decides and writes the placement down: ticks and bytes of both.</summary>
    public long Find(out long bytes)
    {
        var request = BenchmarkHosts.Request(_next);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        Placer.Find(Ledger, request, _policy.Current);
        var ticks = Stopwatch.GetTimestamp() - start;
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return ticks;
    }

    /// <summary>Places the next request and, if wanted, releases the oldest claim.</summary>
    public HostPlacement? Turn(bool release = true)
    {
        var request = BenchmarkHosts.Request(_next++);
        var placement = Placer.Find(Ledger, request, _policy.Current);
        LastFitted = placement is not null;
        if (placement is not null)
        {
            Ledger.Apply(request.Compute, placement, []);
            _claims.Enqueue(request.Compute);
            _policy.Learn(request.Requirements);
        }

        if (release && _claims.Count > 0)
        {
            Ledger.Release(_claims.Dequeue());
        }

        return placement;
    }
}
