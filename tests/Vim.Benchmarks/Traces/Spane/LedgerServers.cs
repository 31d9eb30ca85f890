using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Spane;

/// <summary>Servers of two NUMA nodes, 40 CPUs and 90 GiB each, in the product's ledger, which books every guest.</summary>
internal sealed class LedgerServers(int count, IPlacementRule rule) : ISpaneServers
{
    private const int NodeCpus = 40;
    private static readonly MemorySize NodeMemory = MemorySize.FromGiB(90);
    private readonly Dictionary<(int Cpus, int MemoryGiB, bool IsDouble), ComputeRequirements> _flavours = [];

    public TraceZone Zone { get; } = new(
        [
            .. Enumerable.Range(0, count).Select(index => DualNumaServer.Of(
                new($"server-{index:d3}"), rack: "", [(NodeCpus, NodeMemory), (NodeCpus, NodeMemory)])),
        ],
        rule);

    public bool Fits(int row, in SpaneRequest request) => Zone.Find(Ask(row, request)) is not null;

    public bool TryPlace(int row, in SpaneRequest request) => Zone.Place(Ask(row, request)) is not null;

    public void Release(int row) => Zone.Release(IdOf(row));

    private static ComputeId IdOf(int row) => new($"vm-{row}");

    private PlacementRequest Ask(int row, in SpaneRequest request)
    {
        var key = (request.Cpus, request.MemoryGiB, request.IsDouble);
        if (!_flavours.TryGetValue(key, out var flavour))
        {
            flavour = DualNumaServer.Guest(
                request.IsDouble ? 2 : 1, request.Cpus, MemorySize.FromGiB(request.MemoryGiB));
            _flavours.Add(key, flavour);
        }

        return new() { Compute = IdOf(row), Requirements = flavour };
    }
}
