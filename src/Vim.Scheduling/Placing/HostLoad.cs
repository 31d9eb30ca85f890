namespace Vim.Scheduling.Placing;

/// <summary>What a scorer sees of a host.</summary>
/// <param name="Free">What is free, on all NUMA nodes.</param>
/// <param name="Capacity">What there is, claimed or not.</param>
public readonly record struct HostLoad(HostAmounts Free, HostAmounts Capacity)
{
    /// <summary>Whether nothing of it is claimed.</summary>
    public bool IsIdle => Free == Capacity;
}
