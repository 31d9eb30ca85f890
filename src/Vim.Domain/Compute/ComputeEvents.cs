using System.Collections.Immutable;
using Vim.Domain.Errors;
using Vim.Domain.Identity;
using Vim.Domain.Placement;
using Vim.Domain.Requests;
using Vim.Domain.Southbound;

namespace Vim.Domain.Compute;

/// <summary>A compute was asked for; holds all that was asked, flavour and links resolved.</summary>
public sealed record ComputeRequested
{
    /// <summary>1 at first; one more when an id comes back after it was forgotten.</summary>
    public required int Incarnation { get; init; }

    /// <summary>Zone.</summary>
    public required ZoneId Zone { get; init; }

    /// <summary>Tenant.</summary>
    public required ResourceGroupId ResourceGroup { get; init; }

    /// <summary>Who asked.</summary>
    public string Principal { get; init; } = "";

    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>The flavour it came from; null: spelled out.</summary>
    public FlavourId? Flavour { get; init; }

    /// <summary>Boot image.</summary>
    public ImageId? Image { get; init; }

    /// <summary>Boot-time payload.</summary>
    public string UserData { get; init; } = "";

    /// <summary>Metadata.</summary>
    public ImmutableArray<MetadataEntry> Metadata { get; init; } = [];

    /// <summary>What was asked of placement.</summary>
    public required PlacementRequest Request { get; init; }

    /// <summary>Digest of the request; none when it came without an idempotency key.</summary>
    public RequestDigest Digest { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Stands for all events before it, in a snapshot.</summary>
/// <param name="State">What they gave.</param>
public sealed record ComputeRestored(ComputeState State);

/// <summary>Its place is claimed.</summary>
/// <param name="Placement">The effective placement.</param>
public sealed record ComputePlaced(HostPlacement Placement)
{
    /// <summary>The place of a reservation that it has taken; null: none.</summary>
    public ReservedPlace? Takes { get; init; }

    /// <summary>Places of reservations of a lower priority that were broken for it.</summary>
    public ImmutableArray<ReservedPlace> Breaks { get; init; } = [];
}

/// <summary>The guest was made, runs, and is where it was placed.</summary>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeStarted(DateTimeOffset At);

/// <summary>A power operation was accepted and is to be done by the host.</summary>
/// <param name="Number">1, 2, 3 ... within the compute; names the operation to the agent.</param>
/// <param name="Operation">What.</param>
/// <param name="Key">Digest of the client's idempotency key; none without one.</param>
/// <param name="At">When.</param>
public sealed record ComputeOperationRequested(
    int Number, GuestOperation Operation, RequestDigest Key, DateTimeOffset At);

/// <summary>A power operation was done.</summary>
/// <param name="Number">Which.</param>
/// <param name="PowerState">The guest's state after it, read back.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeOperated(int Number, GuestPowerState PowerState, DateTimeOffset At);

/// <summary>A power operation was not done; the guest is as before.</summary>
/// <param name="Number">Which.</param>
/// <param name="Failure">Why.</param>
public sealed record ComputeOperationFailed(int Number, Failure Failure);

/// <summary>A migration was accepted and the place that it goes to is claimed.</summary>
/// <param name="Number">Number of the migration, counted with the operations.</param>
/// <param name="Type">How.</param>
/// <param name="Target">The effective placement to be.</param>
/// <param name="Incarnation">Of the guest there: above every one before, so that nothing late can mean it.</param>
/// <param name="Key">Digest of the client's idempotency key; none without one.</param>
/// <param name="At">When.</param>
public sealed record ComputeMigrationRequested(
    int Number, MigrationType Type, HostPlacement Target, int Incarnation, RequestDigest Key, DateTimeOffset At);

/// <summary>The target is ready for the guest.</summary>
/// <param name="Number">Which migration.</param>
/// <param name="Endpoint">Where the target listens for it.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrationPrepared(int Number, string Endpoint, DateTimeOffset At);

/// <summary>The source is done with sending, well or not; whether the guest arrived, only the target knows.</summary>
/// <param name="Number">Which migration.</param>
/// <param name="Failure">Why the source, as far as it knows, did not send it; null: it did.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrationSent(int Number, Failure? Failure, DateTimeOffset At);

/// <summary>
/// The guest did not arrive, and never will: the target holds nothing of it. It goes on at its source.
/// </summary>
/// <param name="Number">Which migration.</param>
/// <param name="Failure">Why.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrationReverted(int Number, Failure Failure, DateTimeOffset At);

/// <summary>The guest runs at the target, as placed: that is its place now. The source is to be cleared.</summary>
/// <param name="Number">Which migration.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrated(int Number, DateTimeOffset At);

/// <summary>The migration failed; the guest is where it was.</summary>
/// <param name="Number">Which migration.</param>
/// <param name="Failure">Why.</param>
/// <param name="TargetGone">Whether the target is known to hold nothing of it; else it is to be cleared.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrationFailed(int Number, Failure Failure, bool TargetGone, DateTimeOffset At);

/// <summary>The other place of a migration is empty and its claim free: the migration is over.</summary>
/// <param name="Number">Which migration.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputeMigrationCleared(int Number, DateTimeOffset At);

/// <summary>Its name or metadata changed; what is null stayed.</summary>
/// <param name="Name">New name.</param>
/// <param name="Metadata">New metadata.</param>
public sealed record ComputeUpdated(string? Name, ImmutableArray<MetadataEntry>? Metadata);

/// <summary>The guest's power state changed by itself.</summary>
/// <param name="PowerState">The state it is in.</param>
/// <param name="Message">What the host says of it.</param>
/// <param name="At">When the VIM learned it.</param>
public sealed record ComputePowerChanged(GuestPowerState PowerState, string Message, DateTimeOffset At);

/// <summary>Its host came back from a reboot without the guest, which is being made again at the same place.</summary>
/// <param name="Number">Number of the order to make it.</param>
/// <param name="BootId">The host's new boot id.</param>
/// <param name="At">When.</param>
public sealed record ComputeRestarting(int Number, string BootId, DateTimeOffset At);

/// <summary>Powered off, and its host holds no definition of it any more: the next start makes it again.</summary>
public sealed record ComputeUndefined;

/// <summary>It failed.</summary>
/// <param name="Failure">Why.</param>
/// <param name="GuestGone">
/// Whether the host is known to hold nothing of it: then the claim is free. Else the host is to remove it first.
/// </param>
/// <param name="At">When.</param>
public sealed record ComputeFailed(Failure Failure, bool GuestGone, DateTimeOffset At);

/// <summary>The host holds nothing of a failed compute any more; its claim is free.</summary>
public sealed record ComputeGuestRemoved;

/// <summary>It is to go.</summary>
/// <param name="At">When it was asked.</param>
public sealed record ComputeTerminationRequested(DateTimeOffset At);

/// <summary>It is gone and its claim is free.</summary>
/// <param name="At">When.</param>
public sealed record ComputeTerminated(DateTimeOffset At);

/// <summary>
/// Its retention ended: its id and idempotency key are as never used, only the incarnation counts on.
/// </summary>
public sealed record ComputeForgotten;
