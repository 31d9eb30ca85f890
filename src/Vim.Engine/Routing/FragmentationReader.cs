using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Engine.Views;
using Vim.Scheduling.Fragmentation;
using Vim.Scheduling.Ledger;

namespace Vim.Engine.Routing;

/// <summary>Measures the fragmentation of zones on copies of their ledgers: no allocation waits for it.</summary>
internal sealed class FragmentationReader(EngineViews views, EngineOptions options)
{
    /// <summary>The most hosts of a zone that are measured; in a larger one some stand for all.</summary>
    public const int MaxHosts = 20_000;

    private readonly OneAtATime _turn = new("measure of fragmentation is under way");

    /// <summary>The measures, or why there are none. Works on the caller's thread.</summary>
    public object Answer(GetFragmentation query)
    {
        if (query.Zone is { } zone && views.Zones.Find(zone.Value) is null)
        {
            return Refusals.NotFound("zone", zone.Value);
        }

        foreach (var flavour in query.Flavours)
        {
            if (Find(flavour) is null)
            {
                return Refusals.NotFound("flavour", flavour.Value);
            }
        }

        ImmutableArray<ZoneId> zones =
            query.Zone is { } one ? [one] : [.. views.Zones.Snapshot().Select(view => view.Zone)];
        return _turn.Run(() =>
        {
            var measured = Measure(zones, query.Flavours, query.MaxHostCount);
            return measured.Length == zones.Length ? new FragmentationReport(measured) : ZoneCopy.Torn();
        });
    }

    /// <summary>
    /// Measures zones by the flavours given, or those of the options, or else the usual guests. Left out are those of
    /// which no whole copy was got.
    /// </summary>
    public ImmutableArray<KeyValuePair<ZoneId, ZoneFragmentation>> Measure(
        ImmutableArray<ZoneId> zones, ImmutableArray<FlavourId> flavours, int tellHosts)
    {
        var meter = new FragmentationMeter(options.Policy.NodeOrder);
        var copies = ZoneCopy.Of(views, zones);
        var measured = ImmutableArray.CreateBuilder<KeyValuePair<ZoneId, ZoneFragmentation>>(zones.Length);
        foreach (var zone in zones.OrderBy(zone => zone.Value, StringComparer.Ordinal))
        {
            if (copies.Remove(zone, out var copy) && copy.IsWhole)
            {
                var references = ReferencesOf(copy.Ledger, flavours.IsEmpty ? options.FragmentationFlavours : flavours);
                measured.Add(new(zone, meter.Measure(copy.Ledger, references, MaxHosts, tellHosts)));
            }
        }

        return measured.ToImmutable();
    }

    private ImmutableArray<ReferenceFlavour> ReferencesOf(ZoneLedger ledger, ImmutableArray<FlavourId> flavours)
    {
        ImmutableArray<ReferenceFlavour> known = [.. flavours.Select(Find).OfType<ReferenceFlavour>()];
        return known.IsEmpty ? ReferenceFlavour.UsualOf(ledger) : known;
    }

    private ReferenceFlavour? Find(FlavourId flavour) =>
        views.Flavours.Find(flavour.Value)?.State is { Exists: true, Requirements: { } wanted }
            ? new(flavour.Value, wanted)
            : null;
}
