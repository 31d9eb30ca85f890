using Vim.Domain.Epa;
using Vim.Domain.Units;

namespace Vim.Benchmarks.Traces.Spane;

/// <summary>Requests of the trace as the product takes them; equal ones share an object.</summary>
internal sealed class SpaneFlavours
{
    private readonly Dictionary<(int Cpus, int MemoryGiB, bool IsDouble), ComputeRequirements> _flavours = [];

    public ComputeRequirements Of(in SpaneRequest request)
    {
        var key = (request.Cpus, request.MemoryGiB, request.IsDouble);
        if (!_flavours.TryGetValue(key, out var flavour))
        {
            flavour = DualNumaServer.Guest(
                request.IsDouble ? 2 : 1, request.Cpus, MemorySize.FromGiB(request.MemoryGiB));
            _flavours.Add(key, flavour);
        }

        return flavour;
    }
}
