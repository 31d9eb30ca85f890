using Vim.Server.Options;

namespace Vim.Server.Hosting;

internal static class RestoreProcess
{
    public static async Task<int> RunAsync(FileInfo backup, ServerOptions options, CancellationToken stop)
    {
        await Task.Yield();
        _ = (backup, options, stop);
        return 0;
    }
}
