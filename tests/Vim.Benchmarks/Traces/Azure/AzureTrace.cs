using Vim.Domain.Epa;
using Vim.Domain.Topology;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Azure;

/// <summary>One guest of the trace.</summary>
/// <param name="Flavour">What it asks of its server.</param>
/// <param name="Arrival">Seconds.</param>
/// <param name="End">Seconds; the latest of the 300 s in which it ended, infinite where the trace ends before.</param>
internal sealed record AzureGuest(ComputeRequirements Flavour, double Arrival, double End);

/// <summary>
/// Guests of a public cloud by arrival (Azure 2017), on servers of two NUMA nodes of 40 CPUs and 96 GiB, about the
/// trace's own ratio of memory to CPUs at its peak. A guest that wants more than half of a NUMA node's memory takes
/// half of it on each.
/// </summary>
internal sealed record AzureTrace(IReadOnlyList<AzureGuest> Guests)
{
    public const int NodeCpus = 40;
    public static readonly MemorySize NodeMemory = MemorySize.FromGiB(96);

    public static AzureTrace Read(TraceFolder data)
    {
        var flavours = new Dictionary<(int, double), ComputeRequirements>();
        return new([
            .. data
                .Rows(
                    "azure-v1",
                    "requests.csv",
                    "vmid,tenant_batch,cpu,mem_gb,arrival_s,duration_lo_s,duration_hi_s,censored")
                .Select(row => GuestOf(row, flavours))
                .OrderBy(guest => guest.Arrival),
        ]);
    }

    public static AzureGuest GuestOf(CsvRow row, Dictionary<(int, double), ComputeRequirements> flavours)
    {
        var key = (row.Whole(2), row.Number(3));
        if (!flavours.TryGetValue(key, out var flavour))
        {
            var memory = MemorySize.FromMiB((long)Math.Ceiling(row.Number(3) * 1024));
            var nodes = memory.Bytes * 2 > NodeMemory.Bytes ? 2 : 1;
            flavour = DualNumaServer.Guest(nodes, row.Whole(2) / nodes, new(memory.Bytes / nodes));
            flavours.Add(key, flavour);
        }

        var end = row.Whole(7) == 1 ? double.PositiveInfinity : row.Number(4) + row.Number(6);
        return new(flavour, row.Number(4), end);
    }

    /// <summary>So many servers.</summary>
    public static IReadOnlyList<HostInventory> Servers(int count) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
            DualNumaServer.Of(new($"server-{index:d4}"), rack: "", [(NodeCpus, NodeMemory), (NodeCpus, NodeMemory)])),
    ];

    /// <summary>The servers whose CPUs and memory are what is in use at the peak: fewer can never do.</summary>
    public int ServersByVolume()
    {
        var ends = new PriorityQueue<AzureGuest, double>();
        var (cpus, memory, most) = (0L, 0L, 0.0);
        foreach (var guest in Guests)
        {
            while (ends.TryPeek(out var ended, out var end) && end <= guest.Arrival)
            {
                ends.Dequeue();
                cpus -= ended.Flavour.VirtualCpuCount;
                memory -= ended.Flavour.Memory.Bytes;
            }

            ends.Enqueue(guest, guest.End);
            cpus += guest.Flavour.VirtualCpuCount;
            memory += guest.Flavour.Memory.Bytes;
            most = Math.Max(most, Math.Max(cpus / (2.0 * NodeCpus), memory / (2.0 * NodeMemory.Bytes)));
        }

        return (int)Math.Ceiling(most);
    }
}
