using System.Diagnostics.Metrics;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Identity;
using Vim.Engine.Hosting;
using Vim.Engine.Routing;
using Vim.Engine.Tests.Support;
using Vim.Scheduling.Fragmentation;

namespace Vim.Engine.Tests;

/// <summary>Hosts with 6 dedicated CPUs on each of two NUMA nodes.</summary>
public sealed class FragmentationTests
{
    [Fact]
    public void A_zone_is_measured_by_parts_of_its_hosts_or_by_flavours() => World.RunWithHosts(2, async world =>
    {
        (await world.AllocateAsync(Asked.Dedicated(4))).Ok();
        world.Settle();
        var zone = await MeasureAsync(world, []);
        Assert.Equal(
            [("half-numa-node", 6), ("numa-node", 3), ("two-numa-nodes", 1)],
            zone.References.Select(use => (use.Reference, use.Count)));
        Assert.Equal(new ResourceUse(CpusOf, Free: 20, Usable: 18), zone.References[1].Resources[0]);
        Assert.Equal(["h1"], zone.Hosts.Select(host => host.Host.Value));

        var wanted = Asked.Dedicated(5).Requirements!;
        var flavour = (await world.AskAsync(new CreateFlavour { Requirements = wanted })).Ok().Id;
        var by = Assert.Single((await MeasureAsync(world, [flavour])).References);
        Assert.Equal((flavour.Value, 3), (by.Reference, by.Count));
        Assert.Equal(new ResourceUse(CpusOf, Free: 20, Usable: 15), Assert.Single(by.Resources));
        (await world.OperatorAsync(new GetFragmentation(null, [new("none")], 0))).Refused(ErrorCodes.NotFound);
        (await world.OperatorAsync(new GetFragmentation(new ZoneId("z9"), [], 0))).Refused(ErrorCodes.NotFound);
    });

    [Fact]
    public void A_scrape_measures_anew_once_the_interval_is_over() => World.RunWithHosts(1, async world =>
    {
        var interval = TimeSpan.FromMinutes(1);
        var gauge = new FragmentationGauge(
            new FragmentationReader(world.Engine.Views, world.Options), world.Engine.Views, world.Clock, interval);
        Assert.Equal(0, CpuRatio(gauge, "numa-node"));
        Assert.Equal(2, CountOf(gauge, "numa-node"));

        (await world.AllocateAsync(Asked.Dedicated(4))).Ok();
        world.Advance(interval - TimeSpan.FromSeconds(1));
        Assert.Equal(0, CpuRatio(gauge, "numa-node"));
        world.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2 / 8.0, CpuRatio(gauge, "numa-node"));
        Assert.Equal(1, CountOf(gauge, "numa-node"));
        Assert.Equal(0, CountOf(gauge, "two-numa-nodes"));
    });

    [Fact]
    public void Configured_flavours_take_the_place_of_parts_of_hosts_once_they_are_known() =>
        World.RunWithHosts(1, async world =>
    {
        var options = world.Options with { FragmentationFlavours = [new("gold"), new("later")] };
        var reader = new FragmentationReader(world.Engine.Views, options);
        Assert.Equal("half-numa-node", Measure()[0]);
        var wanted = Asked.Dedicated(5).Requirements!;
        (await world.AskAsync(new CreateFlavour { Id = new FlavourId("gold"), Requirements = wanted })).Ok();
        world.Settle();
        Assert.Equal(["gold"], Measure());

        string[] Measure() => [.. reader.Measure([new("z1")], [], 0)[0].Value.References.Select(use => use.Reference)];
    });

    [Fact]
    public void The_meter_shows_both() => World.RunWithHosts(1, async world =>
    {
        var told = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name.StartsWith("vim_placement_", StringComparison.Ordinal))
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Tell(instrument, tags));
        listener.Start();
        await world.ConnectAsync(Inventories.Small("other", "only-here"));
        listener.RecordObservableInstruments();
        Assert.Contains(
            "vim_placement_fragmentation_ratio zone=only-here resource=dedicated_cpus reference=numa-node", told);
        Assert.Contains("vim_placement_reference_computes zone=only-here reference=two-numa-nodes", told);

        void Tell(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => told.Add(
            $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
    });

    private static FragmentedResource CpusOf => new(ResourceKind.DedicatedCpus, default);

    private static async Task<ZoneFragmentation> MeasureAsync(World world, FlavourId[] flavours)
    {
        var report = (await world.OperatorAsync(new GetFragmentation(new ZoneId("z1"), [.. flavours], 1))).Ok();
        return Assert.Single(report.Zones).Value;
    }

    private static double CpuRatio(FragmentationGauge gauge, string reference) => gauge.Ratios()
        .Single(one => Has(one.Tags, "reference", reference) && Has(one.Tags, "resource", "dedicated_cpus")).Value;

    private static long CountOf(FragmentationGauge gauge, string reference) =>
        gauge.Counts().Single(one => Has(one.Tags, "reference", reference)).Value;

    private static bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key, string value)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
            {
                return Equals(tag.Value, value);
            }
        }

        return false;
    }
}
