using System.Collections.Immutable;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Scheduling.Demands;
using Vim.Scheduling.Ledger;
using Vim.Scheduling.Placing;

namespace Vim.Scheduling.Fragmentation;

/// <summary>
/// Measures the fragmentation of a zone: each host that takes computes is filled with guests of one kind as long as
/// another one fits, by the code that places; what they leave of what was free is of no use for such guests. It may be
/// in pieces too small, or there may be none of something else beside it. Hosts that are free alike are filled once.
/// The ledger is only read. For one thread at a time.
/// </summary>
public sealed class FragmentationMeter
{
    /// <summary>More guests than any host has CPUs: only such as share CPUs come so far.</summary>
    private const int MaxOnHost = 4_096;

    private readonly DemandCache _demands = new();
    private readonly HostRules _rules = new();
    private readonly HostFilling _filling;
    private readonly NodeOrder _order;
    private readonly Dictionary<HostState, Filled> _known = new(FreeAlike.Instance);

    /// <param name="order">Which NUMA nodes are tried first: the zone's policy's.</param>
    public FragmentationMeter(NodeOrder order)
    {
        _order = order;
        _filling = new(_rules, new HostChoice(), new PlacementBuilder());
    }

    /// <summary>Measures a zone; what the policy's filters keep free counts as free.</summary>
    /// <param name="ledger">The zone.</param>
    /// <param name="references">Guests to measure by.</param>
    /// <param name="maxHosts">
    /// The most hosts that are measured, 1 or more. Of more, one of several stands for the others, by host id.
    /// </param>
    /// <param name="tellHosts">The most hosts that are told of one by one, 0 or more.</param>
    public ZoneFragmentation Measure(
        ZoneLedger ledger, ImmutableArray<ReferenceFlavour> references, int maxHosts, int tellHosts)
    {
        var open = ledger.Index.Hosts.Where(host => host.Availability == HostAvailability.Enabled).ToList();
        var stride = (open.Count + maxHosts - 1) / maxHosts;
        var hosts = open.Where((_, index) => index % Math.Max(1, stride) == 0).ToList();
        var sizes = hosts.SelectMany(host => host.Shape.Pools).Select(pool => pool.PageBytes).Distinct()
            .OrderDescending().Select(bytes => new PageSize(bytes)).ToList();
        var uses = references.Select(reference => UsesOf(ledger, reference, hosts, sizes)).ToList();
        return new(
            open.Count,
            hosts.Count,
            [.. references.Select((reference, index) => Sum(reference, uses[index]))],
            [.. hosts
                .Select((host, index) => new HostFragmentation(host.Id, [.. uses.Select(of => of[index])]))
                .OrderByDescending(UselessCpus)
                .ThenBy(host => host.Host.Value, StringComparer.Ordinal)
                .Take(tellHosts)]);
    }

    private List<ReferenceUse> UsesOf(
        ZoneLedger ledger, ReferenceFlavour reference, List<HostState> hosts, List<PageSize> sizes)
    {
        var request = new PlacementRequest { Compute = new("reference"), Requirements = reference.Requirements };
        var demand = _demands.Of(ledger, request.Requirements);
        var resources = FreeResources.TakenBy(reference, sizes);
        _rules.Take(ledger, demand, request, filters: []);
        _known.Clear();
        var uses = hosts.ConvertAll(host =>
        {
            if (!_known.TryGetValue(host, out var measure))
            {
                measure = FilledOf(host, demand, request, resources);
                _known.Add(host, measure);
            }

            return new ReferenceUse(reference.Name, measure.Count, measure.Resources);
        });
        _known.Clear();
        return uses;
    }

    private Filled FilledOf(
        HostState host, Demand demand, PlacementRequest request, ImmutableArray<FragmentedResource> resources)
    {
        var trial = host.Copy();
        var count = _rules.Allows(host) ? _filling.Fill(trial, demand, request, _order, MaxOnHost) : 0;
        return new(count, [.. resources.Select(resource =>
        {
            var free = FreeResources.Of(host, resource);
            return new ResourceUse(resource, free, free - FreeResources.Of(trial, resource));
        })]);
    }

    private static ReferenceUse Sum(ReferenceFlavour reference, List<ReferenceUse> uses)
    {
        var sums = new Dictionary<FragmentedResource, ResourceUse>();
        foreach (var use in uses.SelectMany(use => use.Resources))
        {
            var sum = sums.GetValueOrDefault(use.Resource, new(use.Resource, 0, 0));
            sums[use.Resource] = sum.Add(use.Free, use.Usable);
        }

        return new(reference.Name, uses.Sum(use => use.Count), [.. sums.Values]);
    }

    private static long UselessCpus(HostFragmentation host)
    {
        var first = host.References.FirstOrDefault()?.Resources ?? [];
        return first.Where(use => use.Resource.Kind == ResourceKind.DedicatedCpus).Sum(use => use.Free - use.Usable);
    }

    private readonly record struct Filled(int Count, ImmutableArray<ResourceUse> Resources);
}
