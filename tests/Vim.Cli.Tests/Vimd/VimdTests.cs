using System.Diagnostics;
using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl against the real vimd process.</summary>
public sealed class VimdTests(VimdFixture vimd)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, int> OwnDescriptors() => new()
    {
        { "carrier-grade-nat.yaml", 1 },
        { "firewall.yaml", 2 },
        { "ipsec-gateways.yaml", 2 },
        { "numa-defined.yaml", 1 },
        { "router-control-plane.yaml", 1 },
        { "router-forwarding-plane.yaml", 1 },
        { "router-line-card.yaml", 1 },
        { "router-two-numa-nodes.yaml", 1 },
    };

    [Theory]
    [MemberData(nameof(OwnDescriptors))]
    public async Task Each_own_descriptor_is_deployed_shown_and_removed(string file, int computeCount)
    {
        var name = $"own-{Path.GetFileNameWithoutExtension(file)}";

        var deployed = await RunAsync(
            "deploy", Files.Descriptor(file), "--name", name, "--register-images", "-o", "json");
        var computes = Succeeded(deployed)["computes"]!.AsArray();
        var removed = await RunAsync("undeploy", name);

        Assert.Equal(computeCount, computes.Count);
        Assert.All(computes, compute =>
        {
            Assert.Equal("COMPUTE_RUNNING_STATE_RUNNING", compute!["runningState"]!.GetValue<string>());
            Assert.NotEmpty(compute["effectivePlacement"]!["hostId"]!.GetValue<string>());
            Assert.Equal(
                compute["virtualNetworkInterface"]!.AsArray().Count,
                compute["effectivePlacement"]!["vnics"]!.AsArray().Count);
        });
        Assert.True(removed.ExitCode == ExitCodes.Ok, removed.Error);
        Assert.Equal(0, await CountAsync("compute", name));
        Assert.Equal(0, await CountAsync("network", name));
    }

    [Fact]
    public async Task A_compute_and_its_host_are_drawn()
    {
        Succeeded(await DeployAsync("router-forwarding-plane.yaml", "drawn"));

        var compute = await RunAsync("compute", "show", "drawn-vfp");
        var host = (await JsonAsync("compute", "show", "drawn-vfp"))["hostId"]!.GetValue<string>();
        var picture = await RunAsync("host", "show", host);
        await RunAsync("undeploy", "drawn");

        Assert.Contains("dedicated, sibling pairs", compute.Output, StringComparison.Ordinal);
        Assert.Contains("16 pages of 1 GiB", compute.Output, StringComparison.Ordinal);
        Assert.Contains("10 Gbit/s each way guaranteed", compute.Output, StringComparison.Ordinal);
        Assert.Contains("drawn-vfp  running", picture.Output, StringComparison.Ordinal);
        Assert.Contains("passed through to ", picture.Output, StringComparison.Ordinal);
        Assert.Contains("NUMA node 1", picture.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_fit_is_refused_with_reasons_and_leaves_nothing()
    {
        var file = Files.Of("src", "Vim.Cli", "Demo", "too-big.yaml");

        var refused = await RunAsync("deploy", file, "--name", "too-big", "--register-images", "-o", "json");
        var explained = await RunAsync("explain", file, "--name", "too-big");

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        var error = JsonNode.Parse(refused.Error[refused.Error.IndexOf("{\n", StringComparison.Ordinal)..])!["error"]!;
        Assert.NotEmpty(error["infeasible"]!["shortfalls"]!.AsArray());
        Assert.Equal(ExitCodes.Refused, explained.ExitCode);
        Assert.Contains("fits nowhere", explained.Output, StringComparison.Ordinal);
        Assert.Contains("zone zone-a", explained.Output, StringComparison.Ordinal);
        Assert.Contains("zone zone-b", explained.Output, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("network", "too-big"));
        Assert.DoesNotContain("too-big", (await RunAsync("flavour", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_claims_nothing_and_says_where_it_would_go()
    {
        var explained = await RunAsync(
            "explain", Files.Descriptor("firewall.yaml"), "--name", "explained", "--hosts", "3");

        Assert.True(explained.ExitCode == ExitCodes.Ok, explained.Error);
        Assert.Contains("fits in 2 of 2 zones", explained.Output, StringComparison.Ordinal);
        Assert.Contains("VERDICT", explained.Output, StringComparison.Ordinal);
        Assert.Contains("by policy pack", explained.Output, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("compute", "explained"));
        Assert.DoesNotContain("explain", (await RunAsync("flavour", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vimctl_that_was_killed_is_continued_without_doubling_anything()
    {
        string[] arguments =
        [
            "deploy", Files.Descriptor("firewall.yaml"), "--name", "killed", "--register-images", "--server",
            await vimd.AddressAsync(),
        ];
        foreach (var moment in new[] { "networks 1/", "flavours 1/", "computes 1/" })
        {
            await KillAtAsync(moment, arguments);
        }

        var again = await RunAsync(
            "deploy", Files.Descriptor("firewall.yaml"), "--name", "killed", "--register-images");
        var counts = (await CountAsync("compute", "killed"), await CountAsync("network", "killed"));
        await RunAsync("undeploy", "killed");

        Assert.True(again.ExitCode == ExitCodes.Ok, again.Error);
        Assert.Equal((2, 3), counts);
    }

    [Fact]
    public async Task Computes_are_stopped_started_and_rebooted()
    {
        Succeeded(await DeployAsync("router-control-plane.yaml", "operated"));
        var list = await JsonAsync("compute", "list", "--deployment", "operated");
        var id = list[0]!["computeId"]!.GetValue<string>();

        var states = new List<string>();
        foreach (var operation in new[] { "stop", "start", "reboot" })
        {
            var answer = await JsonAsync("compute", operation, id);
            states.Add(answer[0]!["runningState"]!.GetValue<string>());
            await EventuallyRunsAsync(
                id, operation == "stop" ? "COMPUTE_RUNNING_STATE_STOPPED" : "COMPUTE_RUNNING_STATE_RUNNING");
        }

        await RunAsync("undeploy", "operated");
        Assert.Equal(3, states.Count);
    }

    [Fact]
    public async Task A_host_in_maintenance_can_be_enabled_again_and_not_deleted_with_computes()
    {
        Succeeded(await DeployAsync("router-control-plane.yaml", "maintained"));
        var host = (await JsonAsync("compute", "list", "--deployment", "maintained"))[0]!["hostId"]!.GetValue<string>();

        var maintenance = await JsonAsync("host", "maintenance", host, "--reason", "test");
        var delete = await RunAsync("host", "delete", host);
        var enabled = await JsonAsync("host", "enable", host);
        await RunAsync("undeploy", "maintained");

        Assert.Equal("HOST_STATE_MAINTENANCE", maintenance["state"]!.GetValue<string>());
        Assert.Equal(ExitCodes.Conflict, delete.ExitCode);
        Assert.Equal("HOST_STATE_ENABLED", enabled["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Watch_shows_changes_as_they_come()
    {
        using var process = Start(["watch", "--count", "1", "--server", await vimd.AddressAsync()]);
        var first = process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        await Eventually.IsAsync(
            async () =>
            {
                await DeployAsync("router-control-plane.yaml", "watched");
                await RunAsync("undeploy", "watched");
                return first.IsCompleted;
            },
            Limit,
            "a change is shown");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\d  (allocated|updated|terminated)", await first);
        Assert.Equal(ExitCodes.Ok, process.ExitCode);
    }

    [Fact]
    public async Task Status_zones_capacity_and_hosts_are_told()
    {
        var status = await JsonAsync("status");
        var zones = await JsonAsync("zone", "list");
        var hosts = await JsonAsync("host", "list");
        var capacity = await RunAsync("capacity", "--zone", "zone-a");

        var policy = await JsonAsync("policy");

        Assert.True(status["ready"]!.GetValue<bool>());
        Assert.Equal("pack", status["placementPolicy"]!.GetValue<string>());
        Assert.Equal("score fullest; nodes least-left", policy["text"]!.GetValue<string>());
        Assert.Equal(["zone-a", "zone-b"], zones.AsArray().Select(zone => zone!["zoneId"]!.GetValue<string>()));
        Assert.Equal(12, hosts.AsArray().Count);
        Assert.Contains("pages of 1 GiB", capacity.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_taken_of_the_running_store_and_not_twice_under_one_name()
    {
        var name = $"test-{Guid.NewGuid():N}.db";

        var backup = await JsonAsync("backup", name);
        var again = await RunAsync("backup", name);

        var path = backup["path"]!.GetValue<string>();
        Assert.True(File.Exists(path), path);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
                await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))),
            backup["sha256"]!.GetValue<string>());
        Assert.NotEqual(ExitCodes.Ok, again.ExitCode);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        foreach (var arguments in new string[][]
        {
            ["compute", "show", "nothing"], ["host", "show", "nothing"], ["network", "show", "nothing"],
            ["flavour", "show", "nothing"], ["image", "show", "nothing"], ["zone", "show", "nothing"],
            ["group", "show", "nothing"], ["undeploy", "nothing"], ["compute", "delete", "nothing"],
        })
        {
            var run = await RunAsync(arguments);

            Assert.True(
                run.ExitCode == ExitCodes.NotFound, $"{string.Join(' ', arguments)}: {run.ExitCode} {run.Error}");
        }
    }

    [Fact]
    public async Task Networks_flavours_images_and_groups_are_made_listed_and_removed()
    {
        foreach (var (make, kind, name) in new (string[] Make, string Kind, string Name)[]
        {
            (["network", "create", "net-x", "--subnet", "192.0.2.0/24"], "network", "net-x"),
            (
                [
                    "flavour", "create", "flavour-x", "--vcpus", "2", "--memory-mib", "1024", "--dedicated",
                    "--metadata", "hw:cpu_thread_policy=isolate", "--metadata", "owner=me=you",
                ],
                "flavour",
                "flavour-x"),
            (["image", "register", "image-x", "--image-version", "1"], "image", "image-x"),
            (
                [
                    "group", "create", "group-x", "--type", "anti-affinity", "--scope", "fault-domain",
                    "--max", "2", "--soft",
                ],
                "group",
                "group-x"),
            (
                ["group", "create", "group-y", "--type", "affinity", "--scope", "socket"],
                "group",
                "group-y"),
        })
        {
            var made = await RunAsync(make);
            var listed = await RunAsync(kind, "list");
            var shown = await RunAsync(kind, "show", name);
            var removed = await RunAsync(kind, "delete", name);
            var gone = await RunAsync(kind, "show", name);

            Assert.True(made.ExitCode == ExitCodes.Ok, made.Error);
            Assert.Contains(name, listed.Output, StringComparison.Ordinal);
            Assert.True(shown.ExitCode == ExitCodes.Ok, shown.Error);
            Assert.True(removed.ExitCode == ExitCodes.Ok, removed.Error);
            Assert.Equal(ExitCodes.NotFound, gone.ExitCode);
        }
    }

    private static async Task KillAtAsync(string moment, string[] arguments)
    {
        using var process = Start(arguments);
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(moment, StringComparison.Ordinal))
            {
                break;
            }
        }

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Files.Of("artifacts", "bin", "Vim.Cli", "release", "vimctl.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private Task EventuallyRunsAsync(string id, string state) => Eventually.IsAsync(
        async () => (await JsonAsync("compute", "show", id))["runningState"]!.GetValue<string>() == state, Limit,
        state);

    private Task<CliRun> DeployAsync(string file, string name) =>
        RunAsync("deploy", Files.Descriptor(file), "--name", name, "--register-images", "-o", "json");

    private async Task<int> CountAsync(string kind, string deployment)
    {
        var list = await JsonAsync(kind, "list", "--deployment", deployment);
        return (list is JsonArray array ? array : list["networks"]!.AsArray()).Count;
    }

    private async Task<JsonNode> JsonAsync(params string[] arguments) =>
        Succeeded(await RunAsync([.. arguments, "-o", "json"]));

    private async Task<CliRun> RunAsync(params string[] arguments) =>
        await CliRun.RunAsync([.. arguments, "--server", await vimd.AddressAsync()]);

    private static JsonNode Succeeded(CliRun run)
    {
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return JsonNode.Parse(run.Output)!;
    }
}
