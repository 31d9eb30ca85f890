using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Spane;

/// <summary>
/// Servers of two NUMA nodes, 40 CPUs and 90 GiB each, in the product's ledger, which books every guest.
/// </summary>
internal sealed class LedgerServers(int count, IPlacementRule rule, SpaneFlavours flavours) : ISpaneServers
{
    private const int NodeCpus = 40;
    private static readonly MemorySize NodeMemory = MemorySize.FromGiB(90);

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

    private PlacementRequest Ask(int row, in SpaneRequest request) =>
        new() { Compute = IdOf(row), Requirements = flavours.Of(request) };
}
