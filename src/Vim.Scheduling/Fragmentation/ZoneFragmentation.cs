using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Units;

namespace Vim.Scheduling.Fragmentation;

/// <summary>How much of what is free in a zone is of use for large guests. Immutable.</summary>
/// <param name="HostCount">Hosts that take computes; the others have nothing to give.</param>
/// <param name="MeasuredHostCount">Those of them that were measured, and that all figures are of.</param>
/// <param name="References">By guest.</param>
/// <param name="Hosts">Those with the most CPUs of no use for the first guest first.</param>
public sealed record ZoneFragmentation(
    int HostCount,
    int MeasuredHostCount,
    ImmutableArray<ReferenceUse> References,
    ImmutableArray<HostFragmentation> Hosts);

/// <summary>How much of what is free on one host is of use for large guests.</summary>
/// <param name="Host">The host.</param>
/// <param name="References">By guest.</param>
public sealed record HostFragmentation(HostId Host, ImmutableArray<ReferenceUse> References);

/// <summary>What guests of one kind can use of what is free, when as many are placed as fit.</summary>
/// <param name="Reference">Name of the guest.</param>
/// <param name="Count">How many fit.</param>
/// <param name="Resources">Of each resource that such a guest takes.</param>
public sealed record ReferenceUse(string Reference, int Count, ImmutableArray<ResourceUse> Resources);

/// <summary>Use of one resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Free">CPUs, pages or VFs that are free.</param>
/// <param name="Usable">What of them as many guests take as fit, one placed after the other.</param>
public readonly record struct ResourceUse(FragmentedResource Resource, long Free, long Usable)
{
    /// <summary>Share of what is free that is of no use for such guests, 0 to 1; 0 where nothing is free.</summary>
    public double Fragmentation => Free == 0 ? 0 : (double)(Free - Usable) / Free;

    internal ResourceUse Add(long free, long usable) => this with { Free = Free + free, Usable = Usable + usable };
}

/// <summary>A resource of which fragmentation is told.</summary>
/// <param name="Kind">Which.</param>
/// <param name="PageSize">Of huge pages.</param>
public readonly record struct FragmentedResource(ResourceKind Kind, PageSize PageSize)
{
    /// <summary>dedicated_cpus, huge_pages_1GiB, virtual_functions.</summary>
    public override string ToString() => Kind switch
    {
        ResourceKind.DedicatedCpus => "dedicated_cpus",
        ResourceKind.HugePages => $"huge_pages_{PageSize}".Replace(" ", "", StringComparison.Ordinal),
        _ => "virtual_functions",
    };
}

/// <summary>Kinds of <see cref="FragmentedResource"/>.</summary>
public enum ResourceKind
{
    /// <summary>CPUs for dedicated vCPUs.</summary>
    DedicatedCpus,

    /// <summary>Huge pages of one size.</summary>
    HugePages,

    /// <summary>SR-IOV virtual functions of ports that lead to a physical network.</summary>
    VirtualFunctions,
}
