using Vim.Cli.Tests.Support;
using Vim.Testing.Processes;

namespace Vim.Cli.Tests.CommandLine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "bash", "bash")]
    [InlineData("zsh", "zsh", "zsh")]
    [InlineData("fish", "fish", "fish")]
    public async Task The_shell_finds_its_script_in_order(string shell, string program, string package)
    {
        ForeignTool.Require(program, package);
        var script = await CliRun.RunAsync("completion", shell);

        var check = await ForeignTool.RunAsync(program, shell == "fish" ? ["--no-execute"] : ["-n"], script.Output);

        Assert.True(check.ExitCode == 0, check.Error);
        Assert.Contains("vimctl", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_commands_by_asking_vimctl()
    {
        ForeignTool.Require("bash", "bash");
        var script = await CliRun.RunAsync("completion", "bash");
        var input = $$"""
            {{script.Output}}
            vimctl() { dotnet '{{Files.Of("artifacts", "bin", "Vim.Cli", "release", "vimctl.dll")}}' "$@"; }
            COMP_WORDS=(vimctl compute s) COMP_CWORD=2 COMP_LINE='vimctl compute s' COMP_POINT=16
            _vimctl
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var run = await ForeignTool.RunAsync("bash", [], input);

        Assert.Equal(["show", "start", "stop"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }
}
