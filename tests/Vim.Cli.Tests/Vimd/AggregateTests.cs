using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Vimd;

/// <summary>vimctl host aggregate against a real vimd process of its own.</summary>
public sealed class AggregateTests() : OwnVimd(hosts: 3)
{
    [Fact]
    public async Task Computes_go_into_an_aggregate_and_out_of_it()
    {
        var hosts = (await JsonAsync("host", "list")).AsArray()
            .Select(host => host!["hostId"]!.GetValue<string>()).ToList();
        var added = await JsonAsync("host", "aggregate", "add", "lab", hosts[1], hosts[2]);
        await JsonAsync("host", "aggregate", "add", "gold", hosts[2]);
        var listed = await RunAsync("host", "list", "--aggregate", "lab", "-o", "name");
        var table = await RunAsync("host", "list");
        var shown = await RunAsync("host", "show", hosts[2]);

        var both = await DeployAsync("both", "--aggregate", "lab", "--aggregate", "gold");
        var outside = await DeployAsync("outside", "--not-aggregate", "lab");
        var removed = await JsonAsync("host", "aggregate", "remove", "gold", hosts[2]);
        var refused = await RunAsync(
            "explain", Files.Descriptor("router-control-plane.yaml"), "--name", "late", "--aggregate", "gold");
        var wrong = await RunAsync("host", "aggregate", "add", "a b", hosts[0]);

        Assert.All(
            added.AsArray(),
            host => Assert.Equal("lab", Assert.Single(host!["aggregates"]!.AsArray())!.ToString()));
        Assert.Equal([hosts[1], hosts[2]], listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("gold,lab", table.Output, StringComparison.Ordinal);
        Assert.Contains("in gold, lab", shown.Output, StringComparison.Ordinal);
        Assert.Equal((hosts[2], hosts[0]), (both, outside));
        Assert.Single(removed.AsArray());
        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("gold required", refused.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.InvalidInput, wrong.ExitCode);
    }

    private async Task<string> DeployAsync(string name, params string[] options)
    {
        var run = await RunAsync(
            ["deploy", Files.Descriptor("router-control-plane.yaml"), "--name", name, "--register-images", .. options]);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Error);
        return (await JsonAsync("compute", "list", "--deployment", name))[0]!["hostId"]!.GetValue<string>();
    }
}
