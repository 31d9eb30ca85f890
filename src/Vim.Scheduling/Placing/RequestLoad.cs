namespace Vim.Scheduling.Placing;

/// <summary>What a scorer sees of a request.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Wanted">
/// Dedicated CPUs (isolated emulator threads counted in), floating vCPUs, memory under the kind of pages it wants, VFs.
/// </param>
public readonly record struct RequestLoad(RequestKind Kind, HostAmounts Wanted);
