using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Topology;
using Vim.Engine.Views;
using Vim.Scheduling.Imagining;

namespace Vim.Engine.Routing;

/// <summary>A question about an imagined zone with all that it names looked up.</summary>
/// <param name="Added">Hosts that come: how many of which kind.</param>
/// <param name="Flavours">Flavours as they are and as they would be.</param>
internal sealed record ImaginedZoneQuestion(
    ImmutableArray<(int Count, HostInventory Model)> Added, ImmutableArray<ImaginedDemand> Flavours);

/// <summary>What a flavour asks.</summary>
/// <param name="Id">Its id; null where it is imagined from nothing.</param>
/// <param name="Change">What of it would be other; null: nothing.</param>
/// <param name="Before">What it asks now.</param>
/// <param name="After">What it would ask.</param>
internal sealed record ImaginedDemand(
    FlavourId? Id, FlavourChange? Change, ComputeRequirements Before, ComputeRequirements After);

/// <summary>Looks up what a question about an imagined zone names. All bad fields are told at once.</summary>
internal sealed class ImaginedZoneReader(EngineViews views)
{
    private readonly List<FieldViolation> _wrong = [];

    /// <summary>The question; null where it is refused.</summary>
    public ImaginedZoneQuestion? Read(ImagineZone query, out VimError? refusal)
    {
        CheckHosts("drained_host_ids", query.Drained, query.Zone);
        CheckHosts("removed_host_ids", query.Removed, query.Zone);
        If(
            query.MaxCount is < 1 or > CountFitting.CountLimit,
            "max_count",
            $"{query.MaxCount} is not 1 to {CountFitting.CountLimit}");
        If(
            query.Added.Sum(hosts => (long)hosts.Count) > ImagineZone.MaxAdded,
            "added",
            $"more than {ImagineZone.MaxAdded} hosts in all");
        If(query.Flavours.Length > ImagineZone.MaxFlavours, "flavours", $"more than {ImagineZone.MaxFlavours}");
        var twice = query.Flavours.Where(flavour => flavour.Change is not null && flavour.Flavour is not null)
            .GroupBy(flavour => flavour.Flavour).FirstOrDefault(group => group.Count() > 1);
        If(twice is not null, "flavours", $"flavour {twice?.Key} is changed twice");
        var added = query.Added.Select((hosts, index) => ModelOf(hosts, $"added[{index}]")).ToList();
        var flavours = query.Flavours.Take(ImagineZone.MaxFlavours)
            .Select((flavour, index) => DemandOf(flavour, $"flavours[{index}]")).ToList();
        refusal = _wrong.Count > 0 ? Refusals.BadFields(_wrong) : null;
        return refusal is null
            ? new([.. added.Select(pair => (pair.Count, pair.Model!))], [.. flavours.Select(demand => demand!)])
            : null;
    }

    private void CheckHosts(string field, ImmutableArray<HostId> hosts, ZoneId zone)
    {
        If(hosts.Length > ImagineZone.MaxGone, field, $"{hosts.Length} hosts; at most {ImagineZone.MaxGone}");
        for (var index = 0; index < Math.Min(hosts.Length, ImagineZone.MaxGone); index++)
        {
            If(
                views.Hosts.Find(hosts[index].Value)?.State is not { Exists: true } host || host.Zone != zone,
                $"{field}[{index}]",
                $"zone {zone} has no host {hosts[index]}");
        }
    }

    private (int Count, HostInventory? Model) ModelOf(AddedHosts hosts, string at)
    {
        If(hosts.Count < 1, $"{at}.host_count", $"{hosts.Count} is not 1 to {ImagineZone.MaxAdded}");
        if (hosts.Like is { } like)
        {
            var model = views.Hosts.Find(like.Value)?.State is { Exists: true } host ? host.Inventory : null;
            If(model is null, $"{at}.like_host_id", $"there is no host {like}");
            return (hosts.Count, model);
        }

        if (hosts.Inventory is null)
        {
            If(isWrong: true, at, "give like_host_id or inventory");
            return (hosts.Count, null);
        }

        var given = hosts.Inventory with { Id = new("new"), BootId = "imagined" };
        foreach (var violation in HostInventoryRules.Check(given))
        {
            If(isWrong: true, $"{at}.inventory.{violation.Field}", violation.Description);
        }

        return (hosts.Count, given);
    }

    private ImaginedDemand? DemandOf(ImaginedFlavour asked, string at)
    {
        ComputeRequirements? before = null;
        if (asked.Flavour is { } id)
        {
            before = views.Flavours.Find(id.Value)?.State is { Exists: true } flavour ? flavour.Requirements : null;
            If(before is null, $"{at}.flavour_id", $"there is no flavour {id}");
        }
        else if (asked.Change is { VirtualCpuCount: { } cpus, Memory: { } memory })
        {
            before = new() { VirtualCpuCount = cpus, Memory = memory };
        }
        else
        {
            If(isWrong: true, at, "give flavour_id, or a change with virtual_cpu_count and memory_bytes");
        }

        if (before is null)
        {
            return null;
        }

        var after = asked.Change?.ApplyTo(before) ?? before;
        foreach (var violation in ComputeRequirementsRules.Check(after))
        {
            If(isWrong: true, $"{at}.change.{violation.Field}", violation.Description);
        }

        return new(asked.Flavour, asked.Change, asked.Flavour is null ? after : before, after);
    }

    private void If(bool isWrong, string field, string message)
    {
        if (isWrong)
        {
            _wrong.Add(new(field, message));
        }
    }
}
