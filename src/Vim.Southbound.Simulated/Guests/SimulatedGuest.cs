using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>One guest as the simulated host holds it.</summary>
public sealed record SimulatedGuest
{
    /// <summary>The compute.</summary>
    public required ComputeId Compute { get; init; }

    /// <summary>Its incarnation.</summary>
    public required int Incarnation { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its power state.</summary>
    public required GuestPowerState PowerState { get; init; }

    /// <summary>What it holds of the host.</summary>
    public required HostPlacement Placement { get; init; }

    /// <summary>The pins that are in force; those of the placement unless they drifted.</summary>
    public required ImmutableArray<VirtualCpuPin> EffectivePins { get; init; }

    /// <summary>For people; empty when all is well.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the host says of it.</summary>
    public GuestObservation Observe() => new()
    {
        Compute = Compute,
        Incarnation = Incarnation,
        PowerState = PowerState,
        Pins = EffectivePins,
        Nodes = Placement.Nodes,
        Message = Message,
    };
}
