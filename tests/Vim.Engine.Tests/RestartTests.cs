using System.Globalization;
using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Southbound;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

/// <summary>
/// The engine is crashed at every append of one working day, once with the append lost and once with it done and the
/// answer lost. Whatever was acknowledged is there after, nothing is half done, and retries give the same answers.
/// </summary>
public sealed class RestartTests
{
    [Fact]
    public void Replay_gives_back_the_ledger_and_every_view_exactly() => World.RunWithHosts(3, async world =>
    {
        await new WorkingDay().RunAsync(world);
        world.Settle();
        var digest = await world.DigestAsync();
        var computes = world.Engine.Views.Computes.Snapshot();
        var hosts = world.Engine.Views.Hosts.Snapshot();

        await world.CrashAsync();
        Assert.Equal(digest, await world.DigestAsync());
        Assert.Equal(computes.Select(Comparable), world.Engine.Views.Computes.Snapshot().Select(Comparable));
        Assert.Equal(hosts.Select(Comparable), world.Engine.Views.Hosts.Snapshot().Select(Comparable));
        await world.ReconnectAllAsync();
    });

    private static readonly EngineOptions s_forgetful = World.Eager with
    {
        MaxEndedComputes = 0,
        Shards = new() { SnapshotDebt = 0, SnapshotEvery = 2, MaxReplacedRowsPerGroup = 2 },
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_crash_at_any_append_loses_only_what_nobody_was_told(bool isDurable, bool isForgetful)
    {
        var options = isForgetful ? s_forgetful : new EngineOptions();
        var appends = 0;
        World.RunWithHosts(options, 3, async world =>
        {
            world.Decide = append =>
            {
                appends++;
                append.Complete();
            };
            await new WorkingDay().RunAsync(world);
        });
        Assert.InRange(appends, 20, 600);

        for (var crash = 1; crash <= appends; crash++)
        {
            var at = crash;
            World.RunWithHosts(options, 3, world => CrashAtAsync(world, at, isDurable));
        }
    }

    private static async Task CrashAtAsync(World world, int crash, bool isDurable)
    {
        var day = new WorkingDay();
        var seen = 0;
        var hasCrashed = false;
        world.Decide = append =>
        {
            hasCrashed |= ++seen == crash;
            if (seen == crash)
            {
                append.Crash(isDurable);
            }
            else if (hasCrashed)
            {
                append.Crash(isDurable: false);
            }
            else
            {
                append.Complete();
            }
        };

        // What waits for an engine that is gone never ends: it is left behind, like its client's connection.
        var working = day.RunAsync(world);
        world.Settle();
        Assert.True(hasCrashed || working.IsCompleted);
        await world.RestartAsync();
        world.Settle();
        await CheckAsync(world, day);
        if (world.IsForgetful)
        {
            var kept = world.Engine.Views.Computes.Count + world.Engine.Views.Hosts.Count + 2;
            Assert.InRange(world.Medium.RowCount, kept - 1, kept);
        }
    }

    private static async Task CheckAsync(World world, WorkingDay day)
    {
        await world.CheckAsync();
        var remembered = day.Allocated.Where(told => !world.IsForgetful || !WorkingDay.Ending.Contains(told.Key));
        foreach (var (key, told) in remembered)
        {
            var again = (await world.AllocateAsync(day.Requests[key], key)).Ok();
            Assert.Equal(told.Id, again.Id);
            Assert.Equal(told.Placement!.Host, again.Placement!.Host);
            Assert.Equal(told.Placement.Pins, again.Placement.Pins);
        }

        foreach (var id in day.Terminated)
        {
            Assert.Equal(
                world.IsForgetful ? null : ComputePhase.Terminated,
                world.Engine.Views.Computes.Find(id.Value)?.State.Phase);
        }

        world.Advance(world.Options.ResendOrdersAfter);
        world.Advance(world.Options.SweepEvery);
        foreach (var view in world.Engine.Views.Computes.Snapshot())
        {
            Assert.False(GuestOrders.IsOwed(view.State), $"{view.State.Phase} is not settled");
        }

        var should = world.Engine.Views.Computes.Snapshot()
            .Where(view => view.State.HoldsClaim)
            .Select(view => view.Id);
        var are = world.Agents.Hosts.SelectMany(host => host.Guests.Keys).Select(id => id.Value);
        Assert.Equal(should.Order(StringComparer.Ordinal), are.Order(StringComparer.Ordinal));
        await world.CheckAsync();
    }

    // Immutable arrays compare by reference, so what is inside is compared as text.
    private static string Comparable(Views.ComputeView view) => string.Create(
        CultureInfo.InvariantCulture,
        $"{view.Version} {view.State.Id} {view.State.Phase} {view.State.Incarnation} {view.State.HoldsClaim} "
        + $"{view.State.GuestMayExist} {view.State.Digest} {view.State.RequestedAt.Ticks} "
        + $"{view.State.StartedAt?.Ticks} "
        + $"{view.State.EndedAt?.Ticks} {view.State.Failure} {view.State.LastOperation} "
        + $"{string.Join(",", view.State.Placement!.Pins)} {view.State.Requirements!.Memory}");

    // The inventory's arrays too; the ledger's digest holds what is in them.
    private static (string Id, HostState State, long Version) Comparable(Views.HostView view) =>
        (view.Id, view.State with { Inventory = null }, view.Version);

    /// <summary>What a client does in a day, and what it was told.</summary>
    private sealed class WorkingDay
    {
        public Dictionary<string, AllocateCompute> Requests { get; } = [];

        public Dictionary<string, ComputeState> Allocated { get; } = [];

        public HashSet<ComputeId> Terminated { get; } = [];

        /// <summary>Keys of what ends, one way or the other.</summary>
        public static string[] Ending { get; } = ["k0", "k1", "refused"];

        public async Task RunAsync(World world)
        {
            for (var number = 0; number < 5; number++)
            {
                await AllocateAsync(world, $"k{number}", Asked.Dedicated(2 + (number % 3)));
            }

            await AllocateAsync(world, "floating", Asked.Shared(2));
            await Task.WhenAll(
                AllocateAsync(world, "a", Asked.Dedicated(1)),
                AllocateAsync(world, "b", Asked.Dedicated(1) with { AnswerWhen = AnswerWhen.Running }),
                TerminateAsync(world, "k0"));
            world.Agents["h1"].Refuse = order => order is CreateGuest ? (ErrorCodes.HostRefused, false) : null;
            world.Agents["h2"].Refuse = world.Agents["h1"].Refuse;
            await AllocateAsync(world, "refused", Asked.Dedicated(3));
            world.Agents["h1"].Refuse = _ => null;
            world.Agents["h2"].Refuse = _ => null;
            (await world.AskAsync(new OperateCompute(Allocated["k1"].Id, GuestOperation.Stop))).Ok();
            (await world.AskAsync(new OperateCompute(Allocated["k2"].Id, GuestOperation.Reboot))).Ok();
            await TerminateAsync(world, "k1");
            world.Advance(world.Options.SweepEvery);
            await AllocateAsync(world, "last", Asked.Dedicated(4));
        }

        private async Task AllocateAsync(World world, string key, AllocateCompute request)
        {
            Requests[key] = request;
            var outcome = await world.AllocateAsync(request, key);
            if (outcome.IsSuccess)
            {
                Allocated[key] = outcome.Value;
            }
        }

        private async Task TerminateAsync(World world, string key)
        {
            var id = Allocated[key].Id;
            if ((await world.AskAsync(new TerminateCompute(id))).IsSuccess)
            {
                Terminated.Add(id);
            }
        }
    }
}
