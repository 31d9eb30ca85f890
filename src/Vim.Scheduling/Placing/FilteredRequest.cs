using System.Collections.Immutable;

namespace Vim.Scheduling.Placing;

/// <summary>What a filter sees of a request.</summary>
/// <param name="DedicatedCpus">
/// CPUs that its dedicated vCPUs and isolated emulator threads would claim of the host, the siblings that a thread
/// policy claims with them counted in; on a host whose cores have unlike numbers of threads, the least that it could
/// be.
/// </param>
/// <param name="FloatingVirtualCpus">vCPUs that float.</param>
/// <param name="MemoryMiB">Guest memory, rounded up to whole pages where it asks for pages of one size.</param>
/// <param name="Pages">Which memory of the host that is.</param>
/// <param name="VirtualFunctions">VFs.</param>
/// <param name="RequiredTraits">Traits that it asks of its host.</param>
/// <param name="InAggregates">Aggregates that its host must be in.</param>
public readonly record struct FilteredRequest(
    int DedicatedCpus,
    int FloatingVirtualCpus,
    int MemoryMiB,
    PageKind Pages,
    int VirtualFunctions,
    ImmutableSortedSet<string> RequiredTraits,
    ImmutableArray<string> InAggregates);
