using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Southbound;
using Vim.Domain.Units;

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

    /// <summary>Where the host listens for it to come from another host; null when it came, or was made here.</summary>
    public string? MigrationEndpoint { get; init; }

    /// <summary>Where it was handed over to, in which it is off here; null: it was not, or was started again.</summary>
    public string? SentTo { get; init; }

    /// <summary>Its memory, all of which a migration copies.</summary>
    internal MemorySize Memory =>
        new(Placement.FloatingMemory.Bytes + Placement.Nodes.Sum(node => node.Memory.Bytes));

    /// <summary>What the host says of it.</summary>
    public GuestObservation Observe() => new()
    {
        Compute = Compute,
        Incarnation = Incarnation,
        PowerState = PowerState,
        Pins = EffectivePins,
        Nodes = Placement.Nodes,
        Message = Message,
        MigrationEndpoint = MigrationEndpoint ?? "",
    };
}
