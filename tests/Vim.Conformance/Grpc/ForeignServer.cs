using System.Diagnostics;

namespace Vim.Conformance.Grpc;

/// <summary>A foreign server as a process: it prints "PORT n" when it listens and ends with its input.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly Process _process;

    private ForeignServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Null when the program is not installed.</summary>
    public static async Task<ForeignServer?> StartAsync(
        string program, IEnumerable<string> arguments, string? directory)
    {
        var process = ForeignProcess.Start(program, arguments, directory);
        if (process is null)
        {
            return null;
        }

        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(
            line is not null && line.StartsWith("PORT ", StringComparison.Ordinal),
            $"{program} {string.Join(' ', arguments)} did not start.");
        return new ForeignServer(process, new Uri($"http://127.0.0.1:{line["PORT ".Length..]}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
