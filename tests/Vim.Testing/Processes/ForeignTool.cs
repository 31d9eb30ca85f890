using System.Diagnostics;
using Xunit;

namespace Vim.Testing.Processes;

/// <summary>
/// Programs that somebody else wrote, to compare against. Missing: the test is skipped with the reason.
/// </summary>
public static class ForeignTool
{
    /// <summary>Skips the test unless the program is on PATH.</summary>
    public static void Require(string program, string package)
    {
        if (!IsOnPath(program))
        {
            Assert.Skip($"{program} is not on PATH; install {package}");
        }
    }

    /// <summary>Whether the program is on PATH.</summary>
    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs it to its end, at most a minute.</summary>
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, string input = "")
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

/// <summary>How a program ended and what it wrote.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error);
