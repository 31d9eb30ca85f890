using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Topology;
using Vim.Domain.Zones;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

/// <summary>A zone's ledger is gathered from its hosts and computes after a restart.</summary>
public sealed class GatheringTests
{
    [Fact]
    public void What_a_shrunk_inventory_covers_no_more_is_kept_over_a_restart_and_told() =>
        World.RunWithHosts(1, async world =>
        {
            var told = (await world.AllocateAsync(Asked.Dedicated(6), "k")).Ok();
            var host = world.Agents["h1"];
            var pinned = told.Placement!.Pins[0].HostCpu;
            var whole = host.Inventory;
            host.Inventory = whole with { ReservedCpus = whole.ReservedCpus.Union(CpuSet.Of(pinned)) };
            await world.ReconnectAsync(host);
            var before = await AuditAsync(world);
            Assert.NotEmpty(before.Errors);

            await world.RestartAsync();
            var after = await AuditAsync(world);
            Assert.Equal(before.Digest, after.Digest);
            Assert.Equal(before.Errors, after.Errors);
            Assert.Equal(
                told.Placement.Pins,
                (await world.AllocateAsync(Asked.Dedicated(6), "k")).Ok().Placement!.Pins);
            var others = await world.AllocateAsync(Asked.Dedicated(6));
            Assert.DoesNotContain(others.Value?.Placement?.Pins ?? [], pin => pin.HostCpu == pinned);

            (await world.AskAsync(new TerminateCompute(told.Id))).Ok();
        });

    [Fact]
    public void A_failed_compute_that_is_terminated_later_is_forgotten_after_its_retention() =>
        World.RunWithHosts(1, async world =>
        {
            world.Agents["h1"].Refuse = order => order is CreateGuest ? (ErrorCodes.HostRefused, false) : null;
            var id = (await world.AllocateAsync(Asked.Dedicated(1), "k")).Ok().Id;
            world.Settle();
            Assert.Equal(ComputePhase.Failed, world.Compute(id).Phase);
            world.Advance(TimeSpan.FromHours(1));
            (await world.AskAsync(new TerminateCompute(id))).Ok();

            world.Advance(world.Options.KeyRetention + world.Options.SweepEvery);
            Assert.Null(world.Engine.Views.Computes.Find(id.Value));
        });

    [Fact]
    public void Retention_goes_on_after_a_restart() => World.RunWithHosts(1, async world =>
    {
        var id = (await world.AllocateAsync(Asked.Dedicated(1))).Ok().Id;
        world.Settle();
        (await world.AskAsync(new TerminateCompute(id))).Ok();
        await world.RestartAsync();
        world.Advance(world.Options.KeyRetention - TimeSpan.FromMinutes(1));
        Assert.NotNull(world.Engine.Views.Computes.Find(id.Value));
        world.Advance(TimeSpan.FromMinutes(1) + world.Options.SweepEvery);
        Assert.Null(world.Engine.Views.Computes.Find(id.Value));
    });

    [Fact]
    public void A_zone_counts_hosts_and_computes_the_same_after_a_restart() => World.RunWithHosts(3, async world =>
    {
        var gone = (await world.AllocateAsync(Asked.Dedicated(1))).Ok().Id;
        (await world.AllocateAsync(Asked.Dedicated(2))).Ok();
        world.Settle();
        (await world.AskAsync(new TerminateCompute(gone))).Ok();
        var before = world.Engine.Views.Zones.Find("z1")!;
        Assert.Equal((3, 1), (before.HostCount, before.ComputeCount));
        await world.CrashAsync();
        Assert.Equal(before, world.Engine.Views.Zones.Find("z1"));
        await world.ReconnectAllAsync();
    });

    private static async Task<ZoneAudit> AuditAsync(World world) =>
        (await world.OperatorAsync(new AuditZone(new("z1")))).Ok();
}
