using Nfv.OrVi.V1;
using Vim.Contracts.Admin.V1;
using Vim.Rpc;
using Vim.Rpc.Client;
using Vim.Server.Tests.Kill;
using Vim.Server.Tests.Members;
using Vim.Testing.Processes;

namespace Vim.Server.Tests.EndToEnd;

/// <summary>The real process from outside: metrics, health, backup and restore, ownership of its data.</summary>
public sealed class MemberTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task Metrics_of_a_working_member_pass_promtool_and_it_is_ready()
    {
        ForeignTool.Require("promtool", "Debian's prometheus");
        await using var member = await VimdMember.StartAsync(VimdMember.Fleet(1));
        await AllocateAsync(member, "metrics");

        var metrics = await Http.GetStringAsync(new Uri(member.Metrics, "/metrics"));
        var checkedMetrics = await ForeignTool.RunAsync("promtool", ["check", "metrics"], metrics);
        using var ready = await Http.GetAsync(new Uri(member.Metrics, "/readyz"));

        Assert.Equal((0, ""), (checkedMetrics.ExitCode, checkedMetrics.Output + checkedMetrics.Error));
        Assert.Contains("vim_engine_requests_total{request=\"AllocateCompute\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("vim_placement_fragmentation_ratio{zone=", metrics, StringComparison.Ordinal);
        Assert.True(ready.IsSuccessStatusCode, await ready.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_backup_of_the_running_member_restores_to_one_that_knows_everything()
    {
        await using var member = await VimdMember.StartAsync(VimdMember.Fleet(1));
        var compute = await AllocateAsync(member, "kept");
        using var client = new VimClient(member.Grpc);

        var result = await BackUpAsync(client.Channel, "monday.db");
        var twice = await Assert.ThrowsAsync<RpcException>(() => BackUpAsync(client.Channel, "monday.db"));
        var folder = await Assert.ThrowsAsync<RpcException>(() => BackUpAsync(client.Channel, "../monday.db"));

        Assert.Equal(RpcStatusCode.AlreadyExists, twice.Code);
        Assert.Equal(RpcStatusCode.InvalidArgument, folder.Code);
        var data = Directory.CreateTempSubdirectory("vimd-restore-");
        var restored = await VimdAsync("restore", result.Path, "--data", data.FullName);
        Assert.True(restored.ExitCode == 0, restored.Error);
        var again = await VimdAsync("restore", result.Path, "--data", data.FullName);
        Assert.Equal(65, again.ExitCode);
        await using var other = await VimdMember.StartAsync(data, "--plaintext");
        using var otherClient = new VimClient(other.Grpc);
        var found = Assert.Single(await otherClient.ListComputesAsync());
        Assert.Equal(compute.EffectivePlacement, found.EffectivePlacement);
    }

    [Fact]
    public async Task The_agent_of_a_host_that_is_removed_has_to_register_again()
    {
        await using var member = await VimdMember.StartAsync(VimdMember.Fleet(1));
        using var client = new VimClient(member.Grpc);
        await Eventually.IsAsync(async () => await IsThereAsync(client), Limit, "the host registers");
        var id = (await client.ListHostsAsync())[0].HostId;

        await client.RemoveHostAsync(id);

        await Eventually.IsAsync(async () => await IsThereAsync(client), Limit, "its agent registers again");
    }

    private static async Task<bool> IsThereAsync(VimClient client) =>
        (await client.ListHostsAsync()) is [{ State: HostState.Enabled }];

    [Fact]
    public async Task A_second_process_does_not_touch_the_data_and_the_first_stops_when_told()
    {
        await using var member = await VimdMember.StartAsync(VimdMember.Fleet(1));

        var second = await VimdAsync("--data", member.Data.FullName, "--listen", "127.0.0.1:0", "--plaintext");

        Assert.Equal(65, second.ExitCode);
        Assert.Contains("vimd:", second.Error, StringComparison.Ordinal);
        Assert.Equal(0, await member.StopAsync());
    }

    [Theory]
    [InlineData("--listen", "127.0.0.1:0")]
    [InlineData("--listen", "0.0.0.0:0", "--plaintext")]
    public async Task Options_that_would_leave_the_door_open_are_refused(params string[] options)
    {
        var data = Directory.CreateTempSubdirectory("vimd-options-");
        var result = await VimdAsync(["--data", data.FullName, .. options]);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("loopback", result.Error, StringComparison.Ordinal);
    }

    private static Task<ToolResult> VimdAsync(params string[] arguments) =>
        ForeignTool.RunAsync("dotnet", [Checkout.Binary("Vim.Server", "vimd"), .. arguments]);

    private static async Task<VirtualCompute> AllocateAsync(VimdMember member, string key)
    {
        using var client = new VimClient(member.Grpc);
        foreach (var flavour in TestFlavours.All)
        {
            await client.CreateFlavourAsync(flavour);
        }

        await Eventually.IsAsync(
            async () => (await client.ListHostsAsync()).Any(host => host.State == HostState.Enabled),
            Limit,
            "a host enabled");
        return (await client.AllocateAsync(key, "sriov", ReturnWhen.Running, Limit)).ComputeData;
    }

    private static async Task<BackupResult> BackUpAsync(RpcChannel channel, string file)
    {
        var method = RpcMethod.Of<BackupRequest, BackupProgress>(
            AdminReflection.Descriptor.Services.Single(service => service.Name == "MemberService"), "Backup");
        BackupResult? result = null;
        await using var call = channel.ServerStreaming(method, new BackupRequest { FileName = file });
        await foreach (var progress in call)
        {
            result = progress.Result;
        }

        return result ?? throw new InvalidOperationException("the backup ended without a result");
    }
}
