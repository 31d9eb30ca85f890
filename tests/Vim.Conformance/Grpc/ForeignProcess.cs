using System.Diagnostics;

namespace Vim.Conformance.Grpc;

/// <summary>Runs foreign programs with a time limit; nothing of them outlives the test.</summary>
internal static class ForeignProcess
{
    public sealed record Outcome(int ExitCode, string Output, string Error);

    /// <summary>Null when the program is not installed.</summary>
    public static async Task<Outcome?> RunAsync(
        string program, IEnumerable<string> arguments, string? directory, TimeSpan limit)
    {
        using var process = Start(program, arguments, directory);
        if (process is null)
        {
            return null;
        }

        process.StandardInput.Close();
        using var time = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return new Outcome(-1, await output, $"{program} was stopped after {limit}. {await error}");
        }

        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program with its three streams redirected; null when it is not installed.</summary>
    public static Process? Start(string program, IEnumerable<string> arguments, string? directory)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? AppContext.BaseDirectory,
        };

        // A proxy of the environment must not come between loopback peers.
        foreach (var name in new[] { "http_proxy", "https_proxy", "grpc_proxy", "HTTP_PROXY", "HTTPS_PROXY" })
        {
            start.Environment.Remove(name);
        }

        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
