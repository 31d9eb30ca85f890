using Vim.Benchmarks.Rpc;
using Vim.Benchmarks.Running;

// One line per benchmark: a name and what makes it.
var benchmarks = new Dictionary<string, Func<IBenchmark>>(StringComparer.Ordinal)
{
    ["rpc-unary"] = () => new RpcUnaryBenchmark(),
};

return await BenchmarkRunner.RunAsync(benchmarks, args);
