using System.Collections.Immutable;
using System.Globalization;

namespace Vim.Domain.Placement;

/// <summary>
/// Why no host of the zone fits, by dimension. Every statement in it is true of the ledger it was made from.
/// </summary>
/// <param name="HostCount">Hosts looked at.</param>
/// <param name="Shortfalls">
/// Every dimension that at least one host failed on, the one that most hosts fail first on first.
/// </param>
/// <param name="Hint">
/// The smallest change of the request that would fit, for people; empty where none was found.
/// </param>
public sealed record Infeasible(int HostCount, ImmutableArray<DimensionShortfall> Shortfalls, string Hint)
{
    /// <summary>One line for each dimension.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"none of {HostCount} hosts fits: ")
        + string.Join("; ", Shortfalls.Select(shortfall => shortfall.ToString()))
        + (Hint.Length == 0 ? "" : $"; {Hint}");
}

/// <summary>One dimension on which hosts failed.</summary>
/// <param name="Dimension">What fell short.</param>
/// <param name="Wanted">How much was asked for, in <paramref name="Unit"/>, at the place where it fell short.</param>
/// <param name="Available">
/// The most that any host that failed on it could give there, in <paramref name="Unit"/>.
/// </param>
/// <param name="Unit">
/// Unit of both: <c>CPUs</c>, <c>vCPUs</c>, <c>cores</c>, <c>MiB</c>, <c>pages of 1 GiB</c>, <c>VFs</c>, <c>PFs</c>,
/// <c>Mbit/s</c>, <c>devices</c>, <c>NUMA nodes</c>, <c>hosts</c> (1 wanted, 0 available: the host does not qualify);
/// where demands fit one by one but not together, <c>vNICs, hardest first</c> and the like: how many of them do.
/// </param>
/// <param name="HostsFailed">Hosts that failed on it, alone or with others.</param>
/// <param name="HostsFailedFirst">
/// Hosts that failed on it before anything else, in the order in which a host is looked at: the host itself, CPUs,
/// memory, functions, devices, what they make together. Over all shortfalls they add up to the hosts looked at.
/// </param>
/// <param name="HostsFailedOnly">Hosts that failed on nothing else.</param>
/// <param name="Detail">
/// Which one: the physical network, the page size, the group; empty where the dimension says it all. "The search was
/// ended before it was complete" where so many demands pack so tightly that nobody can tell in time.
/// </param>
public sealed record DimensionShortfall(
    Dimension Dimension,
    long Wanted,
    long Available,
    string Unit,
    int HostsFailed,
    int HostsFailedFirst,
    int HostsFailedOnly,
    string Detail)
{
    /// <summary>
    /// <c>HugePages (1 GiB): 12 pages wanted, 9 available; 3 hosts, 2 on this first, 1 on this alone</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Dimension}{(Detail.Length == 0 ? "" : $" ({Detail})")}: {Wanted} {Unit} wanted, {Available} available; ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{HostsFailed} hosts, {HostsFailedFirst} on this first, {HostsFailedOnly} on this alone");
}

/// <summary>The dimensions of placement.</summary>
public enum Dimension
{
    /// <summary>The host is not enabled: suspected, failed, in maintenance.</summary>
    HostState,

    /// <summary>Only or not hosts, zone.</summary>
    Location,

    /// <summary>CPU architecture.</summary>
    Architecture,

    /// <summary>Required or forbidden traits.</summary>
    Traits,

    /// <summary>Affinity groups or resources.</summary>
    Affinity,

    /// <summary>Anti-affinity groups or resources.</summary>
    AntiAffinity,

    /// <summary>Dedicated CPUs of the host, or of one NUMA node for one guest NUMA node.</summary>
    DedicatedCpus,

    /// <summary>Free whole cores, for isolate and require.</summary>
    WholeCores,

    /// <summary>
    /// The policy requires siblings, and the host has none, or fewer on a core than a guest core has threads.
    /// </summary>
    Siblings,

    /// <summary>Shared CPUs times their ratio.</summary>
    SharedCpus,

    /// <summary>Small-page memory.</summary>
    Memory,

    /// <summary>Huge pages of the size asked for.</summary>
    HugePages,

    /// <summary>Each part is there, but not on as many NUMA nodes at once as the guest has.</summary>
    NumaFit,

    /// <summary>Virtual functions on the physical network.</summary>
    VirtualFunctions,

    /// <summary>Whole physical functions on the physical network.</summary>
    PhysicalFunctions,

    /// <summary>A physical network that no PF of the host leads to.</summary>
    PhysicalNetwork,

    /// <summary>Functions are free, but not as near to the guest's CPUs as the policy wants.</summary>
    PciNumaAffinity,

    /// <summary>Rate that can be guaranteed toward the guest.</summary>
    IngressBandwidth,

    /// <summary>Rate that can be guaranteed from the guest.</summary>
    EgressBandwidth,

    /// <summary>Different PFs for vNICs that must not share one.</summary>
    DistinctPhysicalFunctions,

    /// <summary>PCI devices.</summary>
    Devices,

    /// <summary>Local storage.</summary>
    LocalStorage,

    /// <summary>Host aggregates that it must be in or must not be in.</summary>
    Aggregates,

    /// <summary>Unused places of the reservation that is named.</summary>
    Reservation,

    /// <summary>Different cards for vNICs that must not share one.</summary>
    DistinctNics,

    /// <summary>Different switches for vNICs that must not lead to the same; unknown ones do not count.</summary>
    DistinctSwitches,

    /// <summary>Host CPUs that pinning rules name are not there, not dedicated, not free, or not so at once.</summary>
    CpuPinning,

    /// <summary>A filter of the placement policy: the request would fit, and its operator keeps it away.</summary>
    PolicyFilter,
}
