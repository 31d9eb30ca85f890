namespace Vim.Conformance.Grpc;

/// <summary>
/// The interop cases from our client: against servers of @grpc/grpc-js and of Python's grpcio, and, with the checks
/// that neither of them can make, against our own.
/// </summary>
public sealed class ServerPeerTests(ServerPeerTests.Peers peers) : IClassFixture<ServerPeerTests.Peers>
{
    private static readonly TimeSpan CaseLimit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Cases => InteropCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Our_client_calls_grpc_js(string name) => RunAsync(name, peers.GrpcJs, peers.NoGrpcJs);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Our_client_calls_grpcio(string name) => RunAsync(name, peers.Grpcio, peers.NoGrpcio);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Our_client_calls_our_server(string name)
    {
        SkipCloudOnly(name);
        await using var server = await InteropHost.StartAsync();
        using var client = new InteropClient(server.Addresses[0], seesCompression: true);
        await client.RunAsync(name).WaitAsync(CaseLimit);
    }

    private static async Task RunAsync(string name, ForeignServer? server, string? reason)
    {
        SkipCloudOnly(name);
        Assert.SkipWhen(server is null, reason ?? "");
        using var client = new InteropClient(server!.Address, seesCompression: false);
        await client.RunAsync(name).WaitAsync(CaseLimit);
    }

    private static void SkipCloudOnly(string name) =>
        Assert.SkipWhen(InteropCases.CloudOnly.Contains(name), $"{name} needs the services of a cloud.");

    /// <summary>The foreign servers, for all cases.</summary>
    public sealed class Peers : IAsyncLifetime
    {
        internal ForeignServer? GrpcJs { get; private set; }

        internal string? NoGrpcJs { get; private set; }

        internal ForeignServer? Grpcio { get; private set; }

        internal string? NoGrpcio { get; private set; }

        public async ValueTask InitializeAsync()
        {
            (var folder, NoGrpcJs) = await NodeSetup.PrepareAsync();
            if (folder is not null)
            {
                GrpcJs = await ForeignServer.StartAsync("node", ["server.js", InteropHost.ProtoRoot], folder);
                NoGrpcJs = "node is not installed.";
            }

            NoGrpcio = await PythonSetup.WhyNotAsync();
            if (NoGrpcio is null)
            {
                Grpcio = await ForeignServer.StartAsync(
                    PythonSetup.Program,
                    [PythonSetup.Script("interop_server.py"), await InteropHost.DescriptorSetAsync()],
                    null);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var server in new[] { GrpcJs, Grpcio })
            {
                if (server is not null)
                {
                    await server.DisposeAsync();
                }
            }
        }
    }
}
