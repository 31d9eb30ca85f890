namespace Vim.Benchmarks.Traces.Spane;

/// <summary>One request of the trace.</summary>
/// <param name="Cpus">CPUs on each NUMA node that it takes.</param>
/// <param name="MemoryGiB">Memory on each NUMA node that it takes.</param>
/// <param name="IsDouble">Whether it takes both NUMA nodes of one server, as much of each; else any one.</param>
/// <param name="Arrival">Seconds.</param>
/// <param name="Lifetime">Seconds from its placement. No policy sees it.</param>
internal readonly record struct SpaneRequest(int Cpus, int MemoryGiB, bool IsDouble, double Arrival, double Lifetime);
