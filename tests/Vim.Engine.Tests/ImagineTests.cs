using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Units;
using Vim.Engine.Tests.Support;
using Vim.Scheduling.Imagining;

namespace Vim.Engine.Tests;

/// <summary>What would be, held against what then is: hosts with 6 dedicated CPUs on each of two NUMA nodes.</summary>
public sealed class ImagineTests
{
    private static readonly ZoneId Zone = new("z1");

    [Fact]
    public void Computes_of_hosts_that_go_find_another_place_or_none() => World.RunWithHosts(2, async world =>
    {
        var large = await PlaceAsync(world, 6, "h1");
        var small = await PlaceAsync(world, 4, "h1");
        await PlaceAsync(world, 6, "h2");
        var digest = await world.DigestAsync();
        var drained = await ImagineAsync(world, new(Zone) { Drained = [new("h1")] });
        Assert.Equal([(small, false), (large, true)], drained.Computes.Select(Told));
        Assert.Contains(drained.Computes[0].Infeasible!.Shortfalls, lack => lack.Dimension == Dimension.DedicatedCpus);
        Assert.Equal((2, 1), (drained.After.HostCount, drained.After.EnabledHostCount));

        var removed = await ImagineAsync(world, new(Zone)
        {
            Removed = [new("h1")],
            Added = [new(Count: 2, new("h2"), null)],
        });
        Assert.All(removed.Computes, compute => Assert.NotNull(compute.Placement));
        Assert.Equal((2, 3), (removed.Before.HostCount, removed.After.HostCount));
        Assert.Equal(digest, await world.DigestAsync());

    });

    [Fact]
    public void What_fits_is_counted_before_and_after_and_is_so_when_done() => World.RunWithHosts(2, async world =>
    {
        var gold = await FlavourAsync(world, 4);
        var imagined = new FlavourChange
        {
            VirtualCpuCount = 6,
            Memory = MemorySize.FromGiB(2),
            CpuPolicy = CpuPolicy.Dedicated,
        };
        var question = new ImagineZone(Zone)
        {
            Added = [new(Count: 1, new("h1"), null)],
            Flavours = [new(gold, null), new(null, imagined)],
            MaxCount = 5,
        };
        var zone = await ImagineAsync(world, question);
        Assert.Equal((4, 5), (zone.Flavours[0].Before.Count, zone.Flavours[0].After.Count));
        Assert.Equal((false, true), (zone.Flavours[0].Before.IsLimitReached, zone.Flavours[0].After.IsLimitReached));
        Assert.Equal((4, 5), (zone.Flavours[1].Before.Count, zone.Flavours[1].After.Count));

        await world.ConnectAsync(Inventories.Small("h3"));
        var counted = (await world.AskAsync(new CountFitting(new() { Flavour = gold }, 100))).Ok();
        Assert.Equal(6, counted.All.Count);
    });

    [Fact]
    public void A_flavour_that_changes_changes_its_computes_as_far_as_they_fit() => World.RunWithHosts(1, async world =>
    {
        var gold = await FlavourAsync(world, 3);
        for (var count = 0; count < 3; count++)
        {
            (await world.AllocateAsync(new() { Name = "vnf", Flavour = gold })).Ok();
        }

        world.Settle();
        var change = new FlavourChange { VirtualCpuCount = 6, NumaNodeCount = 1 };
        var zone = await ImagineAsync(world, new(Zone) { Flavours = [new(gold, change)] });

        // One grows on the NUMA node that it has to itself; two are as they are on the other.
        Assert.Equal(3, zone.Computes.Length);
        Assert.Equal(1, zone.Computes.Count(compute => compute.Placement is not null));
        Assert.Equal(3, zone.After.ClaimCount);
        Assert.Equal((1, 0), (zone.Flavours[0].Before.Count, zone.Flavours[0].After.Count));
        var odd = new FlavourChange { NumaNodeCount = 2 };
        var refusal = (await world.AskAsync(new ImagineZone(Zone) { Flavours = [new(gold, odd)] }))
            .Refused(ErrorCodes.InvalidArgument);
        Assert.All(
            refusal.Fields, field => Assert.StartsWith("flavours[0].change.", field.Field, StringComparison.Ordinal));
    });

    [Fact]
    public void All_that_makes_no_sense_is_told_at_once() => World.RunWithHosts(1, async world =>
    {
        await world.ConnectAsync(Inventories.Small("h9", "z2"));
        var question = new ImagineZone(Zone)
        {
            Drained = [new("h9")],
            Removed = [new("h1"), new("h7")],
            Added = [new(Count: 1, new("h8"), null), new(Count: 1, null, null), new(Count: 10_001, new("h9"), null)],
            Flavours = [new(new("none"), null), new(null, new() { VirtualCpuCount = 2 })],
            MaxCount = 100_001,
        };
        var refusal = (await world.AskAsync(question)).Refused(ErrorCodes.InvalidArgument);
        Assert.Equal(
            [
                "added", "added[0].like_host_id", "added[1]", "drained_host_ids[0]", "flavours[0].flavour_id",
                "flavours[1]", "max_count", "removed_host_ids[1]",
            ],
            refusal.Fields.Select(field => field.Field).Order(StringComparer.Ordinal));
        (await world.AskAsync(new ImagineZone(new("z7")))).Refused(ErrorCodes.NotFound);
    });

    /// <summary>A compute that was driven to a host by the other being closed, and is not bound to it.</summary>
    private static async Task<ComputeId> PlaceAsync(World world, int cpus, string host)
    {
        var other = new HostId(host == "h1" ? "h2" : "h1");
        (await world.OperatorAsync(new SetHostMaintenance(other, InMaintenance: true, "test"))).Ok();
        var compute = (await world.AllocateAsync(Asked.Dedicated(cpus, cpus))).Ok();
        (await world.OperatorAsync(new SetHostMaintenance(other, InMaintenance: false, "test"))).Ok();
        return compute.Id;
    }

    private static async Task<FlavourId> FlavourAsync(World world, int cpus)
    {
        var wanted = Asked.Dedicated(cpus).Requirements!;
        return (await world.AskAsync(new CreateFlavour { Requirements = wanted })).Ok().Id;
    }

    private static (ComputeId, bool) Told(Resettled compute) => (compute.Compute, compute.Placement is not null);

    private static async Task<ImaginedZone> ImagineAsync(World world, ImagineZone question)
    {
        world.Settle();
        return (await world.AskAsync(question)).Ok();
    }
}
