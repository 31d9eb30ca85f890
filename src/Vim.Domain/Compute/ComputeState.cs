using System.Collections.Immutable;
using Vim.Domain.Epa;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>
/// A virtualised compute resource as its events tell it. Immutable; answers and read models share it.
/// </summary>
public sealed record ComputeState
{
    /// <summary>Idempotency keys of power operations that are remembered for each compute.</summary>
    public const int MaxOperationKeys = 16;

    /// <summary>Id.</summary>
    public required ComputeId Id { get; init; }

    /// <summary>0 before the first request.</summary>
    public int Incarnation { get; init; }

    /// <summary>Where it is in its life.</summary>
    public ComputePhase Phase { get; init; }

    /// <summary>Zone.</summary>
    public ZoneId Zone { get; init; }

    /// <summary>Tenant.</summary>
    public ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Who asked for it.</summary>
    public string Principal { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>The flavour it came from; that flavour may be gone since.</summary>
    public FlavourId? Flavour { get; init; }

    /// <summary>Boot image.</summary>
    public ImageId? Image { get; init; }

    /// <summary>Boot-time payload.</summary>
    public string UserData { get; init; } = "";

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>What was asked of placement; null exactly when <see cref="ComputePhase.Absent"/>.</summary>
    public PlacementRequest? Request { get; init; }

    /// <summary>What it asks of its host; null exactly when <see cref="ComputePhase.Absent"/>.</summary>
    public ComputeRequirements? Requirements => Request?.Requirements;

    /// <summary>Digest of the request that made it.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>
    /// Its effective placement; stays for queries after the claim is free (see <see cref="HoldsClaim"/>).
    /// </summary>
    public HostPlacement? Placement { get; init; }

    /// <summary>The place of a reservation that it has, or had, taken; null: none.</summary>
    public ReservedPlace? Place { get; init; }

    /// <summary>Places of reservations of a lower priority that were broken for it.</summary>
    public ImmutableArray<ReservedPlace> Broken { get; init; } = [];

    /// <summary>
    /// Whether the zone's ledger holds a claim for its place; always while there is a <see cref="Migration"/>, which
    /// has a claim more.
    /// </summary>
    public bool HoldsClaim { get; init; }

    /// <summary>
    /// Whether its host may hold a guest of it, as far as the VIM can know; what else a migration left elsewhere is in
    /// <see cref="Migration"/>.
    /// </summary>
    public bool GuestMayExist { get; init; }

    /// <summary>The operation that the host is to do; null: none.</summary>
    public PendingOperation? Pending { get; init; }

    /// <summary>Number of the last operation accepted.</summary>
    public int LastOperation { get; init; }

    /// <summary>Keys of the last operations, oldest first.</summary>
    public ImmutableArray<OperationKey> OperationKeys { get; init; } = [];

    /// <summary>The migration that is not over; null: it holds one place, or none.</summary>
    public Migration? Migration { get; init; }

    /// <summary>Keys of the last migrations, oldest first.</summary>
    public ImmutableArray<MigrationKey> MigrationKeys { get; init; } = [];

    /// <summary>
    /// The highest incarnation that any host was told of; above <see cref="Incarnation"/> while it migrates, and after
    /// a migration that failed.
    /// </summary>
    public int LastIncarnation
    {
        get => Math.Max(field, Incarnation);
        init;
    }

    /// <summary>Why it failed, or why its last operation did; null: all well.</summary>
    public Failure? Failure { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its host was first told what it is to do now.</summary>
    public DateTimeOffset OrderedAt { get; init; }

    /// <summary>When it first ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended: failed or terminated.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether somebody who lists computes should see it.</summary>
    public bool IsListed => Phase is not (ComputePhase.Absent or ComputePhase.Terminated);

    /// <summary>One that there is not.</summary>
    public static ComputeState None(ComputeId id) => new() { Id = id };
}

/// <summary>A power operation that the host is to do.</summary>
/// <param name="Number">1, 2, 3 ... within the compute.</param>
/// <param name="Operation">What.</param>
/// <param name="PhaseBefore">The phase to go back to when it is not done.</param>
/// <param name="MakesGuest">Whether the host is to make the guest again, because it holds none to start.</param>
public sealed record PendingOperation(int Number, GuestOperation Operation, ComputePhase PhaseBefore, bool MakesGuest);

/// <summary>The idempotency key of an operation.</summary>
/// <param name="Key">Digest of the key.</param>
/// <param name="Operation">What was asked with it.</param>
/// <param name="Number">Which operation it became.</param>
public readonly record struct OperationKey(RequestDigest Key, GuestOperation Operation, int Number);
