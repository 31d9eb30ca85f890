namespace Vim.Conformance.Grpc;

/// <summary>
/// A folder with grpc-js installed from the committed lock file, made once beside the build output and kept.
/// </summary>
internal static class NodeSetup
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(2);

    /// <summary>The folder, or the reason why there is none.</summary>
    public static async Task<(string? Folder, string? Reason)> PrepareAsync()
    {
        await Once.WaitAsync();
        try
        {
            var source = Path.Combine(AppContext.BaseDirectory, "Grpc", "Node");
            var folder = Path.Combine(AppContext.BaseDirectory, "grpc-node");
            Directory.CreateDirectory(folder);
            foreach (var file in Directory.GetFiles(source))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            }

            // npm leaves its own record of what is installed: the same lock file needs no second installation.
            var stamp = Path.Combine(folder, "installed-lock.json");
            var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package-lock.json"));
            if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            {
                return (folder, null);
            }

            var result = await ForeignProcess.RunAsync(
                "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder, InstallLimit);
            if (result is not { ExitCode: 0 })
            {
                return (null, result is null ? "npm is not installed." : $"npm ci failed: {result.Error}");
            }

            await File.WriteAllTextAsync(stamp, wanted);
            return (folder, null);
        }
        finally
        {
            Once.Release();
        }
    }
}
