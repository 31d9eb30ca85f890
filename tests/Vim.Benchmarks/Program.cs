using Vim.Benchmarks.Agents;
using Vim.Benchmarks.Allocate;
using Vim.Benchmarks.Journal;
using Vim.Benchmarks.Placement;
using Vim.Benchmarks.Rpc;
using Vim.Benchmarks.Running;
using Vim.Benchmarks.Traces;
using Vim.Benchmarks.Traces.Azure;
using Vim.Benchmarks.Traces.Spane;
using Vim.Benchmarks.Traces.Topo;
using Vim.Scheduling.Placing;

// One line per benchmark: a name and what makes it.
var benchmarks = new Dictionary<string, Func<IBenchmark>>(StringComparer.Ordinal)
{
    ["allocate-grpc"] = () => new AllocateBenchmark(100, 10_000),
    ["allocate-grpc-100"] = () => new AllocateBenchmark(100),
    ["allocate-grpc-10000"] = () => new AllocateBenchmark(10_000),
    ["replay"] = () => new ReplayBenchmark(),
    ["journal"] = () => new JournalBenchmark(),
    ["turns"] = () => new TurnsBenchmark(),
    ["capacity-exact"] = () => new CapacityBenchmark(),
    ["defragment"] = () => new DefragmentBenchmark(),
    ["explain"] = () => new ExplainBenchmark(),
    ["fit-one-host"] = () => new FitOneHostBenchmark(),
    ["place-throughput"] = () => new PlaceThroughputBenchmark(),
    ["place-growth"] = () => new PlaceGrowthBenchmark(),
    ["place-latency"] = () => new PlaceLatencyBenchmark(
        PlacementPolicy.Pack, sizes: [1_000, 10_000, 100_000], fills: [0, 50, 95]),
    ["place-keep-room"] = () => new PlaceLatencyBenchmark(
        PlacementPolicy.KeepRoom, sizes: [5, 1_710, 10_000], fills: [50]),
    ["agent-idle"] = () => new AgentIdleBenchmark(),
    ["rpc-unary"] = () => new RpcUnaryBenchmark(),
    ["rpc-streams"] = () => new RpcStreamsBenchmark(),
    ["azure-replay"] = () => new AzureBenchmark(TraceFolder.From(args)),
    ["huawei-topo"] = () => new TopoBenchmark(TraceFolder.From(args)),
    ["spane"] = () => new SpaneBenchmark(TraceFolder.From(args)),
};

return await BenchmarkRunner.RunAsync(benchmarks, args);
