using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl defrag against a real vimd process of its own.</summary>
public sealed class DefragTests() : OwnVimd(hosts: 2)
{
    [Fact]
    public async Task A_plan_says_who_would_move_where_and_moves_nobody()
    {
        var deployed = await RunAsync(
            "deploy", Files.Descriptor("router-control-plane.yaml"), "--name", "only", "--register-images");
        Assert.True(deployed.ExitCode == ExitCodes.Ok, deployed.Error);
        var before = await JsonAsync("compute", "list");
        var host = before[0]!["hostId"]!.GetValue<string>();

        var plan = await RunAsync("defrag", "plan", "zone-1", "--empty", "1", "-o", "json");
        var picture = await RunAsync("defrag", "plan", "zone-1", "--empty", "1");
        var room = await RunAsync(
            "defrag", "plan", "zone-1", "--room-for", before[0]!["flavourId"]!.GetValue<string>(), "-o", "json");

        // The only other host is empty, and an empty host is not filled to empty another.
        Assert.Equal(ExitCodes.Refused, plan.ExitCode);
        var refused = JsonNode.Parse(plan.Output)!;
        Assert.True(refused["proven"]!.GetValue<bool>());
        Assert.Contains("not reached", picture.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, room.ExitCode);
        var fits = JsonNode.Parse(room.Output)!;
        Assert.Equal(host, Assert.Single(fits["places"]!.AsArray())!["hostId"]!.GetValue<string>());
        Assert.Empty(fits["moves"]!.AsArray());
        Assert.Equal(before.ToJsonString(), (await JsonAsync("compute", "list")).ToJsonString());
    }

    [Fact]
    public async Task A_compute_is_migrated_and_a_plan_is_carried_out()
    {
        foreach (var name in (string[])["one", "two"])
        {
            var deployed = await RunAsync(
                "deploy", Files.Descriptor("router-control-plane.yaml"), "--name", name, "--register-images");
            Assert.True(deployed.ExitCode == ExitCodes.Ok, deployed.Error);
        }

        var compute = (await JsonAsync("compute", "list", "--deployment", "one"))[0]!;
        var (id, host) = (compute["computeId"]!.GetValue<string>(), compute["hostId"]!.GetValue<string>());
        var migrated = (await JsonAsync("compute", "migrate", id, "--not-host", host))[0]!;
        var other = migrated["hostId"]!.GetValue<string>();
        Assert.NotEqual(host, other);
        Assert.Equal("COMPUTE_RUNNING_STATE_RUNNING", migrated["runningState"]!.GetValue<string>());
        Assert.Equal(ExitCodes.Refused, (await RunAsync("compute", "migrate", id, "--host", other)).ExitCode);

        var unsure = await RunAsync("defrag", "apply", "zone-1", "--empty", "1");
        Assert.Equal(ExitCodes.Usage, unsure.ExitCode);
        Assert.Contains("--yes", unsure.Error, StringComparison.Ordinal);
        Assert.Contains("reached by 1 moves", unsure.Output, StringComparison.Ordinal);

        var applied = await JsonAsync("defrag", "apply", "zone-1", "--empty", "1", "--yes");
        Assert.Single(applied["done"]!.AsArray());
        Assert.Empty(applied["notDone"]!.AsArray());
        var hosts = (await JsonAsync("compute", "list")).AsArray().Select(one => one!["hostId"]!.GetValue<string>());
        Assert.Single(hosts.Distinct());
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_by_name()
    {
        var neither = await RunAsync("defrag", "plan", "zone-1");
        var many = await RunAsync("defrag", "plan", "zone-1", "--empty", "1001");
        var nowhere = await RunAsync("defrag", "plan", "zone-9", "--empty", "1");

        Assert.Equal(
            (ExitCodes.Usage, ExitCodes.InvalidInput, ExitCodes.NotFound),
            (neither.ExitCode, many.ExitCode, nowhere.ExitCode));
        Assert.Contains("empty_host_count", many.Error, StringComparison.Ordinal);
    }
}
