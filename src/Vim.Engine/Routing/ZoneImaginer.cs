using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Topology;
using Vim.Engine.Views;
using Vim.Scheduling.Imagining;
using Vim.Scheduling.Placing;

namespace Vim.Engine.Routing;

/// <summary>Answers what would become of a zone, on a copy of its ledger: no allocation waits for it.</summary>
internal sealed class ZoneImaginer(EngineViews views, PlacementPolicy policy)
{
    private readonly OneAtATime _turn = new("zone is being imagined");

    /// <summary>What would become of it, or why nobody can tell. Works on the caller's thread.</summary>
    public object Imagine(ImagineZone query)
    {
        if (views.Zones.Find(query.Zone.Value) is null)
        {
            return Refusals.NotFound("zone", query.Zone.Value);
        }

        var question = new ImaginedZoneReader(views).Read(query, out var refusal);
        return refusal ?? _turn.Run(() => Imagine(query, question!));
    }

    private object Imagine(ImagineZone query, ImaginedZoneQuestion question)
    {
        var zone = ZoneCopy.Of(views, query.Zone);
        return zone.IsWhole ? Imagine(query, question, zone) : ZoneCopy.Torn();
    }

    private ImaginedZone Imagine(ImagineZone query, ImaginedZoneQuestion question, ZoneCopy zone)
    {
        var before = zone.Ledger.Capacity();
        var placer = new Placer();
        var learned = zone.Learned(policy);
        var counts = question.Flavours
            .Select(flavour => Count(placer, zone, learned, flavour.Before, query.MaxCount))
            .ToList();
        var whatIf = new WhatIf(zone.Ledger, learned);
        Add(whatIf, query.Zone, question.Added);
        var asks = zone.Computes.ToDictionary(state => state.Id, state => state.Request!);
        var changed = Change(zone, question.Flavours, asks);
        var settled = whatIf.Empty(query.Drained, query.Removed, compute => asks[compute]).ToList();
        changed.ExceptWith(settled.Select(item => item.Compute));
        settled.AddRange(changed.Select(compute => whatIf.Change(asks[compute])));
        return new(
            before,
            whatIf.Ledger.Capacity(),
            [.. settled.OrderBy(item => item.Placement is not null)],
            [.. question.Flavours.Select((flavour, index) => new ImaginedCount(
                flavour.Id,
                counts[index],
                BoundedCount.Of(
                    whatIf.CountMore(Request(flavour.After), query.MaxCount + 1), query.MaxCount)))]);
    }

    private static BoundedCount Count(
        Placer placer, ZoneCopy zone, PlacementPolicy policy, ComputeRequirements wanted, int most) =>
        BoundedCount.Of(placer.CountMore(zone.Ledger, Request(wanted), policy, most + 1), most);

    private static PlacementRequest Request(ComputeRequirements wanted) =>
        new() { Compute = new("counted"), Requirements = wanted };

    /// <summary>Lets the computes of flavours that change ask for what they would ask for then.</summary>
    /// <returns>Those computes, by id.</returns>
    private static SortedSet<ComputeId> Change(
        ZoneCopy zone, ImmutableArray<ImaginedDemand> flavours, Dictionary<ComputeId, PlacementRequest> asks)
    {
        var changed = new SortedSet<ComputeId>(Comparer<ComputeId>.Create(
            (left, right) => string.CompareOrdinal(left.Value, right.Value)));
        var changes = flavours.Where(flavour => flavour.Change is not null && flavour.Id is not null)
            .ToDictionary(flavour => flavour.Id!.Value, flavour => flavour.Change!);
        foreach (var compute in zone.Computes)
        {
            if (compute.Flavour is { } flavour && changes.TryGetValue(flavour, out var change))
            {
                var ask = asks[compute.Id];
                asks[compute.Id] = ask with { Requirements = change.ApplyTo(ask.Requirements) };
                changed.Add(compute.Id);
            }
        }

        return changed;
    }

    private static void Add(WhatIf whatIf, ZoneId zone, ImmutableArray<(int Count, HostInventory Model)> added)
    {
        var number = 0;
        foreach (var (count, model) in added)
        {
            for (var index = 0; index < count; index++)
            {
                HostId id;
                do
                {
                    id = new($"new-{++number}");
                }
                while (whatIf.Ledger.FindInventory(id) is not null);
                whatIf.Put(model with { Id = id, Zone = zone });
            }
        }
    }
}
