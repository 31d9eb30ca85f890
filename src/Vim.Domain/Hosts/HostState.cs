using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Topology;

namespace Vim.Domain.Hosts;

/// <summary>A compute host as its events tell it. Immutable.</summary>
public sealed record HostState
{
    private static readonly ImmutableSortedSet<string> NoAggregates =
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Id.</summary>
    public required HostId Id { get; init; }

    /// <summary>Whether it is registered.</summary>
    public bool Exists { get; init; }

    /// <summary>Zone.</summary>
    public ZoneId Zone { get; init; }

    /// <summary>Its boot id when it last registered.</summary>
    public string BootId { get; init; } = "";

    /// <summary>What it has; null exactly if it is not registered.</summary>
    public HostInventory? Inventory { get; init; }

    /// <summary>Technology behind the agent.</summary>
    public string Driver { get; init; } = "";

    /// <summary>Digest of its inventory less the boot id.</summary>
    public RequestDigest InventoryDigest { get; init; }

    /// <summary>How its agent's lease is.</summary>
    public HostLease Lease { get; init; }

    /// <summary>Whether an operator took it out of placement.</summary>
    public bool InMaintenance { get; init; }

    /// <summary>Why it is as it is, for people.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The aggregates that its operator put it in; agents have no say in them.</summary>
    public ImmutableSortedSet<string> Aggregates { get; init; } = NoAggregates;

    /// <summary>When <see cref="Availability"/> last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Whether it may get computes.</summary>
    public HostAvailability Availability => Lease switch
    {
        HostLease.Failed => HostAvailability.Failed,
        HostLease.Suspected => HostAvailability.Suspected,
        _ => InMaintenance ? HostAvailability.Maintenance : HostAvailability.Enabled,
    };

    /// <summary>One that there is not.</summary>
    public static HostState None(HostId id) => new() { Id = id };
}

/// <summary>How the lease of a host's agent is.</summary>
public enum HostLease
{
    /// <summary>Renewed in time.</summary>
    Held,

    /// <summary>Not renewed in time: the host may be dead, or only cut off.</summary>
    Suspected,

    /// <summary>Held for dead, with a second evidence or after a grace.</summary>
    Failed,
}
