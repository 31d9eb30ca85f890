namespace Vim.Conformance.Grpc;

/// <summary>The interop cases: Python's grpcio (grpc-core) calls our server.</summary>
public sealed class PythonClientTests(PythonClientTests.Run run) : IClassFixture<PythonClientTests.Run>
{
    public static TheoryData<string> Cases => InteropCases.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Grpcio_calls_our_server(string name) => run.Report.Judge(name);

    /// <summary>One process runs all cases.</summary>
    public sealed class Run : IAsyncLifetime
    {
        // Debian's package belongs to Debian's interpreter; another python3 may stand first on the path.
        private const string Python = "/usr/bin/python3";

        internal CaseReport Report { get; private set; } = CaseReport.Skipped("It did not run.");

        public async ValueTask InitializeAsync()
        {
            var probe = await ForeignProcess.RunAsync(
                Python, ["-c", "import grpc, google.protobuf"], null, TimeSpan.FromSeconds(20));
            if (probe is not { ExitCode: 0 })
            {
                Report = CaseReport.Skipped($"{Python} with grpcio (python3-grpcio) is not installed.");
                return;
            }

            await using var server = await InteropHost.StartAsync();
            var script = Path.Combine(AppContext.BaseDirectory, "Grpc", "Python", "interop_client.py");
            var outcome = await ForeignProcess.RunAsync(
                Python,
                [script, server.Addresses[0].Authority, await InteropHost.WriteDescriptorSetAsync()],
                null,
                TimeSpan.FromSeconds(80));
            Report = CaseReport.From(outcome!);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
