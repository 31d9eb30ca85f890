namespace Vim.Scheduling.Placing;

/// <summary>What of a host a request mainly takes.</summary>
/// <param name="WantsDedicatedCpus">Dedicated CPUs, perhaps floating vCPUs too; else floating vCPUs only.</param>
/// <param name="WantsHugePages">Huge pages are asked for or preferred; else small pages only.</param>
public readonly record struct RequestKind(bool WantsDedicatedCpus, bool WantsHugePages);
