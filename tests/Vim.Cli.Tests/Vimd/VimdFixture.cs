using Vim.Cli.Tests.Support;
using Vim.Testing.Processes;

[assembly: AssemblyFixture(typeof(Vim.Cli.Tests.Vimd.VimdFixture))]

namespace Vim.Cli.Tests.Vimd;

/// <summary>One real vimd with the twelve servers of the demo, for all tests that need one.</summary>
public sealed class VimdFixture : IAsyncDisposable
{
    private const int Servers = 12;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim _starting = new(1);
    private VimdMember? _member;

    /// <summary>Its address; starts it when first asked, and waits until its servers have registered.</summary>
    public async Task<string> AddressAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_member is null)
            {
                var folder = Files.Of("etsi-models", "fleets");
                var fleet = (await File.ReadAllTextAsync(Path.Combine(folder, "demo.yaml")))
                    .Replace("description: ..", $"description: {Files.Of("etsi-models")}", StringComparison.Ordinal);
                _member = await VimdMember.StartAsync(fleet);
                await Eventually.IsAsync(AllRegisteredAsync, Limit, "twelve servers registered");
            }

            return _member.Grpc.ToString();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<bool> AllRegisteredAsync()
    {
        var hosts = await CliRun.RunAsync("host", "list", "-o", "name", "--server", _member!.Grpc.ToString());
        return hosts.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == Servers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_member is not null)
        {
            await _member.DisposeAsync();
        }

        _starting.Dispose();
    }
}
