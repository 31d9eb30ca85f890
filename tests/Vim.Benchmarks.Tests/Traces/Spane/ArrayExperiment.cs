namespace Vim.Benchmarks.Tests.Traces.Spane;

/// <summary>
/// The experiment once more, from its description and on plain arrays, without ledger or placer: what the run through
/// the ledger must agree with.
/// </summary>
internal sealed class ArrayExperiment(IReadOnlyList<SpaneRequest> requests, int servers, ArrayPolicy policy)
{
    private readonly int[] _cpus = [.. Enumerable.Repeat(40, servers * 2)];
    private readonly int[] _memory = [.. Enumerable.Repeat(90, servers * 2)];
    private readonly List<(double End, int Row, int Place)> _running = [];

    /// <summary>The sum of waits.</summary>
    public double Run(int start, int length)
    {
        var clock = requests[start].Arrival;
        var waits = 0.0;
        for (var row = start; row < Math.Min(requests.Count, start + length); row++)
        {
            var request = requests[row];
            foreach (var end in EndsUpTo(request.Arrival))
            {
                clock = Math.Max(clock, end);
            }

            var place = Choose(request);
            clock = place >= 0 ? Math.Max(clock, request.Arrival) : clock;
            while (place < 0)
            {
                clock = _running.Min(guest => guest.End);
                EndsUpTo(clock);
                place = Choose(request);
            }

            Take(request, place, 1);
            _running.Add((clock + request.Lifetime, row, place));
            waits += clock - request.Arrival;
        }

        return waits;
    }

    private List<double> EndsUpTo(double time)
    {
        var ended = _running.Where(guest => guest.End <= time).ToList();
        foreach (var guest in ended)
        {
            Take(requests[guest.Row], guest.Place, -1);
        }

        _running.RemoveAll(guest => guest.End <= time);
        return [.. ended.Select(guest => guest.End)];
    }

    /// <summary>A NUMA node, or for a double the first of its server; -1 where it fits nowhere.</summary>
    private int Choose(in SpaneRequest request)
    {
        var best = -1;
        var bestScore = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var node = 0; node < _cpus.Length; node += request.IsDouble ? 2 : 1)
        {
            if (Has(node, request) && (!request.IsDouble || Has(node + 1, request)))
            {
                var score = policy(_cpus, _memory, node, request);
                if (best < 0 || score.CompareTo(bestScore) < 0)
                {
                    best = node;
                    bestScore = score;
                }
            }
        }

        return best;
    }

    private bool Has(int node, in SpaneRequest request) =>
        _cpus[node] >= request.Cpus && _memory[node] >= request.MemoryGiB;

    private void Take(in SpaneRequest request, int place, int sign)
    {
        for (var node = place; node <= place + (request.IsDouble ? 1 : 0); node++)
        {
            _cpus[node] -= sign * request.Cpus;
            _memory[node] -= sign * request.MemoryGiB;
        }
    }
}

/// <summary>
/// Scores a NUMA node, or for a double the server whose first node it is; the lowest wins, then the first.
/// </summary>
internal delegate (double, double, double) ArrayPolicy(int[] cpus, int[] memory, int node, SpaneRequest request);
