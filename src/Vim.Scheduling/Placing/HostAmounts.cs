namespace Vim.Scheduling.Placing;

/// <summary>Amounts that a policy weighs. Negative where claims outgrew an inventory.</summary>
/// <param name="DedicatedCpus">CPUs for dedicated vCPUs.</param>
/// <param name="FloatingVirtualCpus">vCPUs that float, the overcommit ratio counted in.</param>
/// <param name="SmallPageMiB">Small-page memory, MiB.</param>
/// <param name="HugePageMiB">Huge pages of all sizes, MiB.</param>
/// <param name="VirtualFunctions">VFs.</param>
public readonly record struct HostAmounts(
    int DedicatedCpus,
    int FloatingVirtualCpus,
    int SmallPageMiB,
    int HugePageMiB,
    int VirtualFunctions);
