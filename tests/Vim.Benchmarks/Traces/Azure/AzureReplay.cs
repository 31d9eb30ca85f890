using Vim.Domain.Identity;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Azure;

/// <summary>
/// Guests come and go as in the trace; one that is refused is gone for good. What is measured is when that happens
/// first, and how much of what is free could still serve a large guest.
/// </summary>
internal sealed class AzureReplay(AzureTrace trace, int servers, IPlacementRule rule)
{
    private const int SampleEvery = 5_000;

    /// <summary>The large guest that free capacity is measured by: half of a NUMA node.</summary>
    private const int LargeCpus = AzureTrace.NodeCpus / 2;
    private static readonly MemorySize LargeMemory = new(AzureTrace.NodeMemory.Bytes / 2);
    private readonly List<double> _stranded = [];
    private readonly PriorityQueue<ComputeId, double> _ends = new();
    private long _claimedCpus;

    public TraceZone Zone { get; } = new(AzureTrace.Servers(servers), rule);

    public int Refused { get; private set; }

    /// <summary>The share of CPUs in use when a guest was first refused; null when none was.</summary>
    public double? UtilisationAtFirstRefusal { get; private set; }

    /// <summary>The share of free CPUs that serve no large guest: mean over the samples.</summary>
    public double MeanStranded => _stranded.Average();

    /// <summary>The same, its worst sample.</summary>
    public double MaxStranded => _stranded.Max();

    /// <param name="stopAtRefusal">Whether it ends with the first refusal.</param>
    public void Run(bool stopAtRefusal)
    {
        for (var index = 0; index < trace.Guests.Count; index++)
        {
            var guest = trace.Guests[index];
            EndUpTo(guest.Arrival);
            if (Zone.Place(new() { Compute = new($"vm-{index}"), Requirements = guest.Flavour }) is not null)
            {
                _claimedCpus += guest.Flavour.VirtualCpuCount;
                _ends.Enqueue(new($"vm-{index}"), guest.End);
            }
            else
            {
                Refused++;
                UtilisationAtFirstRefusal ??= _claimedCpus / (2.0 * AzureTrace.NodeCpus * servers);
                if (stopAtRefusal)
                {
                    return;
                }
            }

            if (index % SampleEvery == SampleEvery - 1)
            {
                _stranded.Add(Stranded());
            }
        }
    }

    private void EndUpTo(double time)
    {
        while (_ends.TryPeek(out var compute, out var end) && end <= time)
        {
            _ends.Dequeue();
            _claimedCpus -= Zone.Ledger.FindClaim(compute)!.Placement.Pins.Length;
            Zone.Release(compute);
        }
    }

    private double Stranded()
    {
        var (free, usable) = (0L, 0L);
        for (var server = 0; server < servers; server++)
        {
            for (var node = 0; node < 2; node++)
            {
                free += Zone.Table.FreeCpus(server, node);
                usable += Zone.Table.Count(server, node, LargeCpus, LargeMemory) * LargeCpus;
            }
        }

        return free == 0 ? 0 : 1 - ((double)usable / free);
    }
}
