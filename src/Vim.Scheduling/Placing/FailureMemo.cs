using Vim.Scheduling.Ledger;

namespace Vim.Scheduling.Placing;

/// <summary>
/// Remembers which demand did not fit which state of a host, so that a zone that is nearly full does not try the same
/// hosts again for each request: only those that changed. What the search cost is remembered too, and charged again, so
/// that an answer never depends on what was asked before. Bounded: of two that fall on one place the later stays. For
/// one thread at a time.
/// </summary>
internal sealed class FailureMemo
{
    private const int MinPlaces = 1 << 6;
    private const int MaxPlaces = 1 << 18;
    private (long Stamp, int Demand, int Steps)[] _places = new (long, int, int)[MinPlaces];
    private int _lost;

    /// <summary>
    /// How many steps the search took that found that the demand does not fit; -1 where that is not known.
    /// </summary>
    public int StepsOf(HostState host, int demand)
    {
        ref readonly var place = ref _places[PlaceOf(host.Stamp, demand)];
        return place.Stamp == host.Stamp && place.Demand == demand ? place.Steps : -1;
    }

    /// <summary>The demand does not fit the host as it is.</summary>
    public void Add(HostState host, int demand, int steps)
    {
        ref var place = ref _places[PlaceOf(host.Stamp, demand)];
        _lost += place.Stamp == 0 ? 0 : 1;
        place = (host.Stamp, demand, steps);
        if (_lost > _places.Length / 4 && _places.Length < MaxPlaces)
        {
            _places = new (long, int, int)[_places.Length * 4];
            _lost = 0;
        }
    }

    /// <summary>Fibonacci hashing: stamps follow one another, their products are spread.</summary>
    private int PlaceOf(long stamp, int demand)
    {
        var hash = ((ulong)stamp * 0x9E3779B97F4A7C15) ^ ((ulong)(uint)demand * 0xC2B2AE3D27D4EB4F);
        return (int)(hash >> 40) & (_places.Length - 1);
    }
}
