namespace Vim.Conformance.Grpc;

/// <summary>The interop cases: @grpc/grpc-js calls our server.</summary>
public sealed class GrpcJsClientTests(GrpcJsClientTests.Run run) : IClassFixture<GrpcJsClientTests.Run>
{
    public static TheoryData<string> Cases => InteropCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Grpc_js_calls_our_server(string name) => run.Report.Judge(name);

    /// <summary>One process runs all cases.</summary>
    public sealed class Run : IAsyncLifetime
    {
        internal CaseReport Report { get; private set; } = CaseReport.Skipped("It did not run.");

        public async ValueTask InitializeAsync()
        {
            var (folder, reason) = await NodeSetup.PrepareAsync();
            if (folder is null)
            {
                Report = CaseReport.Skipped(reason!);
                return;
            }

            await using var server = await InteropHost.StartAsync();
            var outcome = await ForeignProcess.RunAsync(
                "node",
                ["client.js", server.Addresses[0].Authority, InteropHost.ProtoRoot],
                folder,
                TimeSpan.FromSeconds(80));
            Report = outcome is null ? CaseReport.Skipped("node is not installed.") : CaseReport.From(outcome);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
