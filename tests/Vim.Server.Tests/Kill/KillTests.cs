using System.Globalization;
using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Vim.Server.Tests.Members;
using Vim.Testing.Processes;

namespace Vim.Server.Tests.Kill;

/// <summary>
/// The real process under load, killed at random moments. After each restart everything acknowledged is there, nothing
/// is owned twice, nothing half done stays, and the same idempotency key gives the same answer.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Workers = 6;
    private static readonly TimeSpan Convergence = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Vimd_loses_nothing_that_it_acknowledged_when_it_is_killed()
    {
        var kills = Environment.GetEnvironmentVariable("VIM_TEST_LONG") == "1" ? 500 : 25;
        var asked = Environment.GetEnvironmentVariable("VIM_TEST_SEED");
        var seed = int.TryParse(asked, CultureInfo.InvariantCulture, out var given) ? given : 20_261;
        var random = new Random(seed);
        var work = new AcknowledgedWork();
        await using var member = await VimdMember.StartAsync(VimdMember.Fleet(4), "--snapshot-debt", "50");
        await PrepareAsync(member);
        for (var kill = 0; kill < kills; kill++)
        {
            await LoadAndKillAsync(member, work, kill, random);
            await member.StartAgainAsync();
            using var client = new VimClient(member.Grpc);
            await CheckAsync(client, work, random);
        }

        using var last = new VimClient(member.Grpc);
        await ConvergeAsync(last, work);
        output.WriteLine(
            $"seed {seed}, {kills} kills: {work.AllocatedCount} allocations and {work.TerminatedCount} terminations "
                + $"acknowledged, {work.RefusedCount} refused");
        Assert.True(
            work.AllocatedCount > kills && work.TerminatedCount > kills / 5,
            "the load was too thin to mean anything");
    }

    private static async Task PrepareAsync(VimdMember member)
    {
        using var client = new VimClient(member.Grpc);
        foreach (var flavour in TestFlavours.All)
        {
            await client.CreateFlavourAsync(flavour);
        }

        await Eventually.IsAsync(
            async () => (await client.ListHostsAsync()).Count(host => host.State == HostState.Enabled) == 4,
            Convergence,
            "4 hosts enabled");
    }

    private static async Task LoadAndKillAsync(VimdMember member, AcknowledgedWork work, int round, Random random)
    {
        using var client = new VimClient(member.Grpc);
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, Workers)
            .Select(index => string.Create(CultureInfo.InvariantCulture, $"r{round}w{index}"))
            .Select(name => new LoadWorker(work, name, random.Next()).RunAsync(client, stop.Token))
            .ToList();
        var moment = TimeSpan.FromMilliseconds(random.Next(20, 600));
        using (var timer = new PeriodicTimer(moment))
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await member.KillAsync();
        await Task.WhenAll(workers);
    }

    private static async Task CheckAsync(VimClient client, AcknowledgedWork work, Random random)
    {
        await CheckListedAsync(client, work);
        await LoadWorker.ResumeAsync(work, client);
        var living = work.Where(OrderState.Living);
        for (var sample = 0; sample < Math.Min(3, living.Count); sample++)
        {
            await CheckSameAnswerAsync(client, living[random.Next(living.Count)]);
        }

        await CheckListedAsync(client, work);
    }

    private static async Task CheckListedAsync(VimClient client, AcknowledgedWork work)
    {
        var listed = (await client.ListComputesAsync()).ToDictionary(compute => compute.ComputeId);
        foreach (var order in work.Where(OrderState.Living))
        {
            Assert.True(
                listed.TryGetValue(order.Compute!.ComputeId, out var found),
                $"{order.Key} was acknowledged and is gone");
            Assert.Equal(order.Compute.EffectivePlacement, found.EffectivePlacement);
        }

        foreach (var order in work.Where(OrderState.Terminated))
        {
            Assert.False(listed.ContainsKey(order.Compute!.ComputeId), $"{order.Key} was terminated and is there");
        }

        var known = work.Where(OrderState.Living).Concat(work.Where(OrderState.Terminating))
            .Select(order => order.Compute!.ComputeId).ToHashSet(StringComparer.Ordinal);
        var strangers = listed.Values.Where(compute => !known.Contains(compute.ComputeId)).ToList();
        var unanswered = work.Where(OrderState.Asked).Select(order => order.Key).ToHashSet(StringComparer.Ordinal);
        Assert.All(strangers, stranger => Assert.Contains(stranger.ComputeName, unanswered));
        OwnershipAudit.Check([.. listed.Values], await HostsAsync(client));
    }

    private static async Task CheckSameAnswerAsync(VimClient client, Order order)
    {
        var number = int.Parse(order.Key[(order.Key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
        var when = number % 3 == 0 ? ReturnWhen.Running : ReturnWhen.Placed;
        var again =
            await client.AllocateAsync(order.Key, LoadWorker.Flavours[number % 3], when, TimeSpan.FromSeconds(20));
        Assert.Equal(order.Compute!.ComputeId, again.ComputeData.ComputeId);
        Assert.Equal(order.Compute.EffectivePlacement, again.EffectivePlacement);
    }

    /// <summary>Nothing half done stays: every compute runs, every host has exactly its guests; then all go.</summary>
    private static async Task ConvergeAsync(VimClient client, AcknowledgedWork work)
    {
        await Eventually.IsAsync(
            async () =>
                (await client.ListComputesAsync()).All(compute => compute.RunningState == ComputeRunningState.Running),
            Convergence,
            "every compute runs");
        var computes = await client.ListComputesAsync();
        await Eventually.IsAsync(
            async () => (await HostsAsync(client))
                .SelectMany(host => host.Guests)
                .Select(guest => guest.ComputeId)
                .Order(StringComparer.Ordinal)
                .SequenceEqual(computes.Select(compute => compute.ComputeId).Order(StringComparer.Ordinal)),
            Convergence,
            "the hosts have exactly the guests of the computes");
        foreach (var order in work.Where(OrderState.Living))
        {
            await client.TerminateAsync(order.Key + "-end", order.Compute!.ComputeId, TimeSpan.FromSeconds(30));
        }

        await Eventually.IsAsync(
            async () => (await HostsAsync(client)).All(host => host.Guests.Count == 0 && host.ComputeIds.Count == 0
                && host.NumaNodes.All(node => node.HugePages.All(pages => pages.ClaimedPageCount == 0))),
            Convergence,
            "everything is released");
    }

    private static async Task<IReadOnlyList<GetHostResponse>> HostsAsync(VimClient client)
    {
        var hosts = new List<GetHostResponse>();
        foreach (var host in await client.ListHostsAsync())
        {
            hosts.Add(await client.GetHostAsync(host.HostId));
        }

        return hosts;
    }
}
