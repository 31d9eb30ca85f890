using System.Diagnostics.Metrics;
using Vim.Domain.Identity;
using Vim.Engine.Routing;
using Vim.Engine.Views;
using Vim.Scheduling.Fragmentation;

namespace Vim.Engine.Hosting;

/// <summary>
/// What a scrape is told of the zones' fragmentation. A scrape measures the zones whose measure is older than the
/// interval, the oldest first, until so many hosts as one scrape may measure were looked at (at least one zone); of the
/// others it tells the last measure. Any thread; scrapes wait for each other.
/// </summary>
internal sealed class FragmentationGauge(
    FragmentationReader reader, EngineViews views, TimeProvider time, TimeSpan interval)
{
    private const int HostsPerScrape = 20_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Measured> _zones = new(StringComparer.Ordinal);

    /// <summary>Share of what is free that is of no use, by zone, resource and guest.</summary>
    public IEnumerable<Measurement<double>> Ratios() => Tell((zone, use) => use.Resources.Select(resource =>
        new Measurement<double>(
            resource.Fragmentation,
            new("zone", zone),
            new("resource", resource.Resource.ToString()),
            new("reference", use.Reference))));

    /// <summary>How many guests fit, by zone and guest.</summary>
    public IEnumerable<Measurement<long>> Counts() => Tell<long>((zone, use) =>
        [new Measurement<long>(use.Count, new("zone", zone), new("reference", use.Reference))]);

    private List<Measurement<T>> Tell<T>(Func<string, ReferenceUse, IEnumerable<Measurement<T>>> measurements)
        where T : struct
    {
        lock (_gate)
        {
            Refresh();
            return
            [
                .. _zones.SelectMany(zone => zone.Value.Zone.References.SelectMany(use => measurements(zone.Key, use))),
            ];
        }
    }

    private void Refresh()
    {
        var known = views.Zones.Snapshot();
        foreach (var gone in _zones.Keys.Except(known.Select(zone => zone.Id)).ToList())
        {
            _zones.Remove(gone);
        }

        var due = new List<ZoneId>();
        var hosts = 0;
        foreach (var zone in known.Where(IsDue).OrderBy(zone => _zones.GetValueOrDefault(zone.Id)?.At ?? 0))
        {
            if (hosts > 0 && hosts + zone.HostCount > HostsPerScrape)
            {
                break;
            }

            hosts += zone.HostCount;
            due.Add(zone.Zone);
        }

        if (due.Count > 0)
        {
            foreach (var (zone, measure) in reader.Measure([.. due], [], tellHosts: 0))
            {
                _zones[zone.Value] = new(measure, time.GetTimestamp());
            }
        }
    }

    private bool IsDue(ZoneView zone) =>
        !_zones.TryGetValue(zone.Id, out var measured) || time.GetElapsedTime(measured.At) >= interval;

    private sealed record Measured(ZoneFragmentation Zone, long At);
}
