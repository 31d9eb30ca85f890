using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl capacity, what-if and fragmentation against a real vimd process of their own.</summary>
public sealed class PlanningTests() : OwnVimd(hosts: 2)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await JsonAsync(
            "flavour", "create", "gold", "--vcpus", "4", "--memory-mib", "4096", "--dedicated", "--huge-pages");
    }

    [Fact]
    public async Task So_many_of_a_flavour_fit_and_in_a_group_one_on_each_host()
    {
        var all = await JsonAsync("capacity", "--flavour", "gold");
        var picture = await RunAsync("capacity", "--flavour", "gold", "--count-limit", "3");
        await JsonAsync("group", "create", "apart", "--type", "anti-affinity");
        var apart = await JsonAsync("capacity", "--flavour", "gold", "--group", "apart", "--zone", "zone-1");

        Assert.True(all["computeCount"]!.GetValue<int>() > 3);
        Assert.False(all["limitReached"]!.GetValue<bool>());
        Assert.Contains("over 3", picture.Output, StringComparison.Ordinal);
        Assert.Contains("--count-limit", picture.Output, StringComparison.Ordinal);
        Assert.Equal(2, apart["computeCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_if_says_what_becomes_of_a_host_s_computes_and_how_many_more_fit()
    {
        var hosts = await JsonAsync("host", "list");
        var (first, second) = (hosts[0]!["hostId"]!.GetValue<string>(), hosts[1]!["hostId"]!.GetValue<string>());
        var fits = (await JsonAsync("capacity", "--flavour", "gold"))["computeCount"]!.GetValue<int>();
        var grown = await JsonAsync(
            "what-if", "--add", $"2x{first}", "--flavour", "gold", "--flavour", ":vcpus=2,memory-mib=2048,dedicated");
        var flavours = grown["flavours"]!.AsArray();
        Assert.Equal(fits, flavours[0]!["beforeCount"]!.GetValue<int>());
        Assert.Equal(fits * 2, flavours[0]!["afterCount"]!.GetValue<int>());
        Assert.Equal(4, grown["after"]!["hostCount"]!.GetValue<int>());
        Assert.Equal(2, (await JsonAsync("host", "list")).AsArray().Count);

        var none = await RunAsync("what-if", "--drain", first, "--remove", second, "--flavour", "gold");
        Assert.Equal(ExitCodes.Ok, none.ExitCode);
        Assert.Matches(@"gold\s+\d+\s+0\n", none.Output);
        var deployed = await RunAsync(
            "deploy", Files.Descriptor("router-control-plane.yaml"), "--name", "only", "--register-images");
        Assert.True(deployed.ExitCode == ExitCodes.Ok, deployed.Error);
        var nowhere = await RunAsync("what-if", "--drain", first, "--remove", second, "-o", "json");
        Assert.Equal(ExitCodes.Refused, nowhere.ExitCode);
        var answer = JsonNode.Parse(nowhere.Output)!;
        Assert.NotEqual(0, answer["unplacedComputeCount"]!.GetValue<int>());
        Assert.NotNull(answer["computes"]![0]!["infeasible"]);
        var picture = await RunAsync("what-if", "--drain", first, "--drain", second);
        Assert.Contains("nowhere", picture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fragmentation_is_told_by_zone_and_host_and_in_the_metrics()
    {
        var zone = (await JsonAsync("fragmentation", "--hosts", "5")).AsArray().Single()!;
        var picture = await RunAsync("fragmentation", "--zone", "zone-1", "--flavour", "gold", "--hosts", "1");

        Assert.Equal(2, zone["hosts"]!.AsArray().Count);
        Assert.Equal("half-numa-node", zone["references"]![0]!["referenceId"]!.GetValue<string>());
        Assert.Contains("CPUs", picture.Output, StringComparison.Ordinal);
        Assert.Contains("pages of 1 GiB", picture.Output, StringComparison.Ordinal);
        using var http = new HttpClient();
        var address = new Uri(Member.Metrics, "/metrics");
        var metrics = await http.GetStringAsync(address, TestContext.Current.CancellationToken);
        Assert.Contains("vim_placement_fragmentation_ratio{zone=\"zone-1\"", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_name()
    {
        var runs = new[]
        {
            await RunAsync("what-if"),
            await RunAsync("what-if", "--flavour", "gold:vcpus"),
            await RunAsync("what-if", "--flavour", "gold:big"),
            await RunAsync("capacity", "--count-limit", "3"),
            await RunAsync("what-if", "--zone", "zone-1", "--drain", "no-such-host"),
            await RunAsync("capacity", "--flavour", "gold", "--count-limit", "100001"),
            await RunAsync("fragmentation", "--hosts", "1001"),
            await RunAsync("what-if", "--zone", "zone-9", "--flavour", "gold"),
        };

        Assert.Equal(
            [
                .. Enumerable.Repeat(ExitCodes.Usage, 4), .. Enumerable.Repeat(ExitCodes.InvalidInput, 3),
                ExitCodes.NotFound,
            ],
            runs.Select(run => run.ExitCode));
        Assert.Contains("drained_host_ids[0]", runs[4].Error, StringComparison.Ordinal);
    }
}
