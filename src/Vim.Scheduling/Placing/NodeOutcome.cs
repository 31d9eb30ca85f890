namespace Vim.Scheduling.Placing;

/// <summary>
/// One NUMA node as it would be with the request placed. Siblings that the request idles are not counted in.
/// </summary>
/// <param name="Node">NUMA node id.</param>
/// <param name="IsUsed">Whether a guest NUMA node is on it.</param>
/// <param name="Before">What is free.</param>
/// <param name="After">What would be free.</param>
public readonly record struct NodeOutcome(int Node, bool IsUsed, HostAmounts Before, HostAmounts After)
{
    /// <summary>Whether anything of it would be taken.</summary>
    public bool IsChanged => After != Before;
}
