namespace Vim.Benchmarks.Traces.Spane;

/// <summary>
/// The experiment's rules (SPANE, INFOCOM 2025): requests are served in order of arrival, and one that does not fit
/// holds up all behind it. What counts is how long requests wait.
/// </summary>
internal sealed class SpaneEpisode(IReadOnlyList<SpaneRequest> requests, ISpaneServers servers)
{
    private const int LengthAfterFirstMisfit = 40;
    private const double DroppedShare = 0.1;
    private readonly PriorityQueue<int, double> _ends = new();

    /// <summary>The sum of waits of so many requests, in seconds, on servers that are empty at first.</summary>
    public double Run(int start, int length)
    {
        _ends.Clear();
        var now = requests[start].Arrival;
        var waits = 0.0;
        var end = Math.Min(requests.Count, start + length);
        for (var row = start; row < end; row++)
        {
            now = Serve(row, now);
            waits += now - requests[row].Arrival;
        }

        return waits;
    }

    /// <summary>
    /// How long the episode is, for all policies, when the servers here follow first fit: up to the first request that
    /// does not fit before the guests that ended meanwhile are gone, and some more.
    /// </summary>
    public int Measure(int start)
    {
        _ends.Clear();
        var now = requests[start].Arrival;
        var row = start;
        while (row < requests.Count && servers.Fits(row, requests[row]))
        {
            now = Serve(row, now);
            row++;
        }

        return row - start + LengthAfterFirstMisfit;
    }

    /// <summary>The mean without the lowest and the highest tenth.</summary>
    public static double TrimmedMean(IReadOnlyCollection<double> waits)
    {
        var dropped = (int)(waits.Count * DroppedShare);
        return waits.Order().Skip(dropped).Take(waits.Count - (2 * dropped)).Average();
    }

    /// <summary>Places the head of the queue as soon as it fits.</summary>
    /// <returns>The time of its placement.</returns>
    private double Serve(int row, double now)
    {
        var request = requests[row];
        while (_ends.TryPeek(out _, out var end) && end <= request.Arrival)
        {
            servers.Release(_ends.Dequeue());
            now = Math.Max(now, end);
        }

        if (servers.TryPlace(row, request))
        {
            now = Math.Max(now, request.Arrival);
        }
        else
        {
            do
            {
                now = ReleaseNext(row);
            }
            while (!servers.TryPlace(row, request));
        }

        _ends.Enqueue(row, now + request.Lifetime);
        return now;
    }

    /// <summary>Ends the guests that end next, all of one time together.</summary>
    private double ReleaseNext(int row)
    {
        if (!_ends.TryPeek(out _, out var next))
        {
            throw new InvalidDataException($"request {row} does not fit an empty server");
        }

        while (_ends.TryPeek(out _, out var end) && end == next)
        {
            servers.Release(_ends.Dequeue());
        }

        return next;
    }
}
