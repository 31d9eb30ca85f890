using Vim.Domain.Errors;
using Vim.Domain.Placement;
using Vim.Domain.Requests;

namespace Vim.Domain.Compute;

/// <summary>
/// A migration that is not over. While there is one, the compute holds two places: its own
/// (<see cref="ComputeState.Placement"/>), and another one here.
/// </summary>
public sealed record Migration
{
    /// <summary>Number, counted with the compute's operations; names its orders to the agents.</summary>
    public required int Number { get; init; }

    /// <summary>How.</summary>
    public required MigrationType Type { get; init; }

    /// <summary>How far it is.</summary>
    public required MigrationStage Stage { get; init; }

    /// <summary>
    /// The other place: the target until the guest runs there; then, or when that failed, what is to be cleared.
    /// </summary>
    public required HostPlacement Elsewhere { get; init; }

    /// <summary>Incarnation of the guest elsewhere; each stay on a host has its own.</summary>
    public required int Incarnation { get; init; }

    /// <summary>Where the target listens; empty before it said so.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Why it fails or failed, as far as is known; null: nothing is wrong yet.</summary>
    public Failure? Failure { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>
    /// Whether it is not decided yet where the guest will be. Afterwards the compute lives on at its place as any does.
    /// </summary>
    public bool IsOpen => Stage != MigrationStage.Clearing;
}

/// <summary>How far a migration is.</summary>
public enum MigrationStage
{
    /// <summary>The target is to make ready.</summary>
    Preparing,

    /// <summary>The source is to send the guest.</summary>
    Sending,

    /// <summary>
    /// The target is to say whether the guest runs there, and if not, to make sure that it never will.
    /// </summary>
    Settling,

    /// <summary>The guest did not arrive: the source is to let it go on.</summary>
    Reverting,

    /// <summary>The other place is to be cleared.</summary>
    Clearing,
}

/// <summary>The idempotency key of a migration.</summary>
/// <param name="Key">Digest of the key.</param>
/// <param name="Number">Which migration it became.</param>
/// <param name="Failure">Why that failed; null: it did not, as far as is known.</param>
public readonly record struct MigrationKey(RequestDigest Key, int Number, Failure? Failure);
