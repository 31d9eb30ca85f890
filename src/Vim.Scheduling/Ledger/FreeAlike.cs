using System.Diagnostics.CodeAnalysis;

namespace Vim.Scheduling.Ledger;

/// <summary>
/// Hosts of one shape with the same free and as many claims: what fits one fits the other, in the same way, and what a
/// policy's filters say of one they say of the other.
/// </summary>
internal sealed class FreeAlike : IEqualityComparer<HostState>
{
    public static FreeAlike Instance { get; } = new();

    public bool Equals(HostState? left, HostState? right) => ReferenceEquals(left, right)
        || (left is not null
            && right is not null
            && ReferenceEquals(left.Shape, right.Shape)
            && left.Claims.Count == right.Claims.Count
            && left.Held.Count == right.Held.Count
            && left.FreeSmall == right.FreeSmall
            && left.FreeShared == right.FreeShared
            && left.FreeStorage == right.FreeStorage
            && left.FreeCpus.AsSpan().SequenceEqual(right.FreeCpus)
            && left.Nodes.AsSpan().SequenceEqual(right.Nodes)
            && left.PoolFree.AsSpan().SequenceEqual(right.PoolFree)
            && left.Functions.AsSpan().SequenceEqual(right.Functions)
            && left.VfClaimed.AsSpan().SequenceEqual(right.VfClaimed)
            && left.DeviceClaimed.AsSpan().SequenceEqual(right.DeviceClaimed));

    public int GetHashCode([DisallowNull] HostState host)
    {
        var hash = new HashCode();
        hash.Add(host.Row);
        foreach (var word in host.FreeCpus)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
