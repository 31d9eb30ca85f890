using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Testing.Processes;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl defrag against a real vimd process of its own.</summary>
public sealed class DefragTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private VimdMember _member = null!;

    public async ValueTask InitializeAsync()
    {
        _member = await VimdMember.StartAsync(VimdMember.Fleet(2));
        await Eventually.IsAsync(
            async () => (await JsonAsync("host", "list")).AsArray()
                .Count(host => host!["state"]!.GetValue<string>() == "HOST_STATE_ENABLED") == 2,
            Limit,
            "two hosts enabled");
    }

    public ValueTask DisposeAsync() => _member.DisposeAsync();

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

    private async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "-o", "json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.RunAsync([.. arguments, "--server", _member.Grpc.GetLeftPart(UriPartial.Authority)]);
}
