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
        internal CaseReport Report { get; private set; } = CaseReport.Skipped("It did not run.");

        public async ValueTask InitializeAsync()
        {
            if (await PythonSetup.WhyNotAsync() is { } reason)
            {
                Report = CaseReport.Skipped(reason);
                return;
            }

            await using var server = await InteropHost.StartAsync();
            var outcome = await ForeignProcess.RunAsync(
                PythonSetup.Program,
                [
                    PythonSetup.Script("interop_client.py"),
                    server.Addresses[0].Authority,
                    await InteropHost.DescriptorSetAsync(),
                ],
                null,
                TimeSpan.FromSeconds(80));
            Report = CaseReport.From(outcome!);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
