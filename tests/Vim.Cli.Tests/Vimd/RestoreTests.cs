using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Testing.Processes;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl restore against a real vimd process of its own.</summary>
public sealed class RestoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private VimdMember _member = null!;

    public async ValueTask InitializeAsync()
    {
        _member = await VimdMember.StartAsync(VimdMember.Fleet(2));
        await Eventually.IsAsync(async () => await HostsWithGuestsAsync() is [0, 0], Limit, "two hosts enabled");
    }

    public ValueTask DisposeAsync() => _member.DisposeAsync();

    [Fact]
    public async Task A_backup_takes_the_place_of_the_running_store_and_the_hosts_follow()
    {
        await DeployAsync("kept");
        await SucceedAsync("backup", "monday.db");
        await DeployAsync("later");
        Assert.Equal(2, (await HostsWithGuestsAsync()).Sum());

        var refused = await RunAsync("restore", "monday.db");
        var restored = JsonNode.Parse(await SucceedAsync("restore", "monday.db", "--yes", "-o", "json"))!;

        Assert.Equal(ExitCodes.Usage, refused.ExitCode);
        var computes = JsonNode.Parse(await SucceedAsync("compute", "list", "-o", "json"))!.AsArray();
        Assert.Equal("kept", Assert.Single(computes)!["computeName"]!.GetValue<string>().Split('-')[0]);
        Assert.True(File.Exists(restored["keptPath"]!.GetValue<string>()), restored.ToJsonString());
        await Eventually.IsAsync(
            async () => (await HostsWithGuestsAsync()).Sum() == 1, Limit, "the guest made since the backup removed");
        await DeployAsync("again");
    }

    [Fact]
    public async Task A_file_that_is_no_backup_changes_nothing()
    {
        await SucceedAsync("backup", "good.db");
        var folder = Path.Combine(_member.Data.FullName, "backups");
        var cancellation = TestContext.Current.CancellationToken;
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "good.db"), cancellation);
        await File.WriteAllBytesAsync(Path.Combine(folder, "torn.db"), bytes[..(bytes.Length / 2)], cancellation);
        var before = await SucceedAsync("status", "-o", "json");

        var torn = await RunAsync("restore", "torn.db", "--yes");
        var absent = await RunAsync("restore", "absent.db", "--yes");
        var elsewhere = await RunAsync("restore", "../journal.db", "--yes");

        Assert.Equal(
            (ExitCodes.InvalidInput, ExitCodes.NotFound, ExitCodes.InvalidInput),
            (torn.ExitCode, absent.ExitCode, elsewhere.ExitCode));
        Assert.Equal(StartedAt(before), StartedAt(await SucceedAsync("status", "-o", "json")));
    }

    private static string StartedAt(string status) => JsonNode.Parse(status)!["startedAt"]!.GetValue<string>();

    private async Task<List<int>> HostsWithGuestsAsync()
    {
        var counts = new List<int>();
        foreach (var host in JsonNode.Parse(await SucceedAsync("host", "list", "-o", "json"))!.AsArray())
        {
            var id = host!["hostId"]!.GetValue<string>();
            var shown = JsonNode.Parse(await SucceedAsync("host", "show", id, "-o", "json"))!;
            counts.Add(shown["guests"]?.AsArray().Count ?? 0);
        }

        return counts;
    }

    private Task<string> DeployAsync(string name) =>
        SucceedAsync("deploy", Files.Descriptor("router-control-plane.yaml"), "--name", name, "--register-images");

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.True(run.ExitCode == ExitCodes.Ok, $"{string.Join(' ', arguments)}: {run.Error}");
        return run.Output;
    }

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.RunAsync([.. arguments, "--server", _member.Grpc.GetLeftPart(UriPartial.Authority)]);
}
