using System.Diagnostics;

namespace Vim.Conformance.Grpc;

/// <summary>The interop cases: our client calls a server of @grpc/grpc-js, and, with all checks, our own.</summary>
public sealed class GrpcJsServerTests(GrpcJsServerTests.Peer peer) : IClassFixture<GrpcJsServerTests.Peer>
{
    public static TheoryData<string> Cases => InteropCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_client_calls_grpc_js(string name)
    {
        SkipCloudOnly(name);
        Assert.SkipWhen(peer.Address is null, peer.Reason ?? "");
        using var client = new InteropClient(peer.Address!, seesCompression: false);
        await client.RunAsync(name).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_client_calls_our_server(string name)
    {
        SkipCloudOnly(name);
        await using var server = await InteropHost.StartAsync();
        using var client = new InteropClient(server.Addresses[0], seesCompression: true);
        await client.RunAsync(name).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static void SkipCloudOnly(string name) =>
        Assert.SkipWhen(InteropCases.CloudOnly.Contains(name), $"{name} needs the services of a cloud.");

    /// <summary>The foreign server, for all cases.</summary>
    public sealed class Peer : IAsyncLifetime
    {
        private Process? _process;

        internal Uri? Address { get; private set; }

        internal string? Reason { get; private set; }

        public async ValueTask InitializeAsync()
        {
            (var folder, Reason) = await NodeSetup.PrepareAsync();
            if (folder is null)
            {
                return;
            }

            _process = ForeignProcess.Start("node", ["server.js", InteropHost.ProtoRoot], folder);
            if (_process is null)
            {
                Reason = "node is not installed.";
                return;
            }

            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.StartsWith("PORT ", line);
            Address = new Uri($"http://127.0.0.1:{line!["PORT ".Length..]}");
        }

        public async ValueTask DisposeAsync()
        {
            if (_process is null)
            {
                return;
            }

            // The server ends with its input.
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
}
