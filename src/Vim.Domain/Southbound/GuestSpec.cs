using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Identity;
using Vim.Domain.Placement;

namespace Vim.Domain.Southbound;

/// <summary>A guest to be made on a host: the compute's requirements and its effective placement there.</summary>
public sealed record GuestSpec
{
    /// <summary>The compute.</summary>
    public required ComputeId Compute { get; init; }

    /// <summary>
    /// 1 at first, one more whenever the compute is made anew or goes elsewhere; an older one is never made again.
    /// </summary>
    public required int Incarnation { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Boot image; null boots nothing.</summary>
    public ImageId? Image { get; init; }

    /// <summary>Boot-time payload (IFA 005 UserData content); empty for none.</summary>
    public string UserData { get; init; } = "";

    /// <summary>What was asked.</summary>
    public required ComputeRequirements Requirements { get; init; }

    /// <summary>Where everything goes.</summary>
    public required HostPlacement Placement { get; init; }
}

/// <summary>What a host says of one guest, read back from it.</summary>
public sealed record GuestObservation
{
    /// <summary>The compute.</summary>
    public required ComputeId Compute { get; init; }

    /// <summary>Its incarnation.</summary>
    public required int Incarnation { get; init; }

    /// <summary>Its power state.</summary>
    public required GuestPowerState PowerState { get; init; }

    /// <summary>The pins that the hypervisor really holds.</summary>
    public ImmutableArray<VirtualCpuPin> Pins { get; init; } = [];

    /// <summary>Where its memory really is.</summary>
    public ImmutableArray<GuestNodePlacement> Nodes { get; init; } = [];

    /// <summary>
    /// Where its host listens for it to come from another host; empty when it came, or was made here.
    /// </summary>
    public string MigrationEndpoint { get; init; } = "";

    /// <summary>For people; empty when all is well.</summary>
    public string Message { get; init; } = "";
}

/// <summary>The power state of a guest.</summary>
public enum GuestPowerState
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Its vCPUs run.</summary>
    Running,

    /// <summary>Defined, off.</summary>
    Stopped,

    /// <summary>In memory, vCPUs stopped.</summary>
    Paused,

    /// <summary>Ended by an error.</summary>
    Crashed,
}
