namespace Vim.Benchmarks.Running;

/// <summary>What a benchmark needs is not there; the message says what.</summary>
internal sealed class BenchmarkSkippedException(string message) : Exception(message);
