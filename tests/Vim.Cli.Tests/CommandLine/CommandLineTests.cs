using System.Text.Json.Nodes;
using Vim.Cli.Errors;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.CommandLine;

public sealed class CommandLineTests
{
    private const string Nowhere = "http://127.0.0.1:1";

    [Theory]
    [InlineData("nonsense")]
    [InlineData("compute", "frobnicate")]
    [InlineData("compute", "list", "-o", "xml")]
    [InlineData("compute", "show")]
    [InlineData("deploy", "x.yaml", "--parallel", "0")]
    [InlineData("deploy", "x.yaml", "--wait", "forever")]
    [InlineData("host", "list", "--timeout", "0")]
    [InlineData("host", "list", "--timeout", "soon")]
    [InlineData("completion", "csh")]
    [InlineData("group", "create", "g")]
    public async Task A_wrong_command_line_is_usage_and_says_where_help_is(params string[] arguments)
    {
        var run = await CliRun.RunAsync(arguments);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("http://192.0.2.1:50051", "loopback", "host", "list")]
    [InlineData("ftp://x", "https://HOST:PORT", "host", "list")]
    [InlineData("https://[", "https://HOST:PORT", "host", "list")]
    public async Task An_address_that_cannot_be_is_usage(string server, string says, params string[] command)
    {
        var run = await CliRun.RunAsync([.. command, "--server", server]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_without_its_key_is_usage()
    {
        var run = await CliRun.RunAsync("host", "list", "--cert", "a.pem");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }

    [Fact]
    public async Task Help_lists_every_exit_code_and_command()
    {
        var run = await CliRun.RunAsync("--help");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        foreach (var (code, meaning) in ExitCodes.Meanings)
        {
            Assert.Contains($"{code,3}  {meaning}", run.Output, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "deploy", "undeploy", "explain", "compute", "host", "watch", "completion" })
        {
            Assert.Contains($"\n  {command}", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_VIM_that_is_not_there_is_unavailable_and_says_what_to_do()
    {
        var run = await CliRun.RunAsync("compute", "list", "--server", Nowhere, "--timeout", "20");

        Assert.Equal(ExitCodes.Unavailable, run.ExitCode);
        Assert.Contains(Nowhere, run.Error, StringComparison.Ordinal);
        Assert.Contains("--server", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_a_failure_is_json_on_the_error_stream()
    {
        var run = await CliRun.RunAsync("compute", "list", "--server", Nowhere, "--timeout", "20", "-o", "json");

        var error = JsonNode.Parse(run.Error)!["error"]!;
        Assert.Equal(ExitCodes.Unavailable, error["exitCode"]!.GetValue<int>());
        Assert.Equal("grpc.Unavailable", error["code"]!.GetValue<string>());
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task With_json_a_wrong_command_line_is_json_too()
    {
        var run = await CliRun.RunAsync("compute", "frobnicate", "-o", "json");

        Assert.Equal(ExitCodes.Usage, JsonNode.Parse(run.Error)!["error"]!["exitCode"]!.GetValue<int>());
    }

    [Fact]
    public async Task Options_win_over_the_environment_and_that_over_the_file()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, "server: http://127.0.0.1:2\ntimeout: 0.2\n", TestContext.Current.CancellationToken);
        var variables = new Dictionary<string, string> { ["VIM_SERVER"] = "http://127.0.0.1:3" };
        try
        {
            var none = new Dictionary<string, string>();
            var fromFile = await CliRun.RunAsync(["host", "list"], none, file);
            var fromVariable = await CliRun.RunAsync(["host", "list"], variables, file);
            var fromOption = await CliRun.RunAsync(["host", "list", "--server", "http://127.0.0.1:4"], variables, file);

            Assert.Contains("127.0.0.1:2", fromFile.Error, StringComparison.Ordinal);
            Assert.Contains("127.0.0.1:3", fromVariable.Error, StringComparison.Ordinal);
            Assert.Contains("127.0.0.1:4", fromOption.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_wrong_configuration_file_names_the_place()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "server: x\ncolour: blue\n", TestContext.Current.CancellationToken);
        try
        {
            var run = await CliRun.RunAsync(["host", "list"], new Dictionary<string, string>(), file);

            Assert.Equal(ExitCodes.InvalidInput, run.ExitCode);
            Assert.Contains($"{file}:2:1", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Version_tells_the_version()
    {
        var run = await CliRun.RunAsync("version", "-o", "json");

        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.StartsWith("0.", JsonNode.Parse(run.Output)!["version"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_is_not_done_by_mistake()
    {
        var run = await CliRun.RunAsync("restore", "b.db");

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
    }
}
