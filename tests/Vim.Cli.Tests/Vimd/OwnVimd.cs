using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;
using Vim.Testing.Processes;

namespace Vim.Cli.Tests.Vimd;

/// <summary>Tests of vimctl, each against a real vimd process of its own with so many simulated hosts.</summary>
public abstract class OwnVimd(int hosts) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>The process; there once the test has begun.</summary>
    protected VimdMember Member { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Member = await VimdMember.StartAsync(VimdMember.Fleet(hosts));
        await Eventually.IsAsync(
            async () => (await JsonAsync("host", "list")).AsArray()
                .Count(host => host!["state"]!.GetValue<string>() == "HOST_STATE_ENABLED") == hosts,
            Limit,
            $"{hosts} hosts enabled");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Member.DisposeAsync();
    }

    /// <summary>Runs a command that must succeed.</summary>
    protected async Task<JsonNode> JsonAsync(params string[] arguments)
    {
        var run = await RunAsync([.. arguments, "-o", "json"]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    /// <summary>Runs a command, whatever comes of it.</summary>
    private protected Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.RunAsync([.. arguments, "--server", Member.Grpc.GetLeftPart(UriPartial.Authority)]);
}
