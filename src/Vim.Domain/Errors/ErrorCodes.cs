namespace Vim.Domain.Errors;

/// <summary>The stable codes of operating errors. A code is never renamed and never reused.</summary>
public static class ErrorCodes
{
    /// <summary>The request is malformed; <see cref="VimError.Fields"/> names each bad field.</summary>
    public const string InvalidArgument = "vim.request.invalid_argument";

    /// <summary>An idempotency key was used before with another request.</summary>
    public const string IdempotencyKeyReused = "vim.request.idempotency_key_reused";

    /// <summary>No such resource.</summary>
    public const string NotFound = "vim.resource.not_found";

    /// <summary>A resource of this name or id exists.</summary>
    public const string AlreadyExists = "vim.resource.already_exists";

    /// <summary>The resource is used by another.</summary>
    public const string InUse = "vim.resource.in_use";

    /// <summary>The resource's state does not allow the operation.</summary>
    public const string WrongState = "vim.resource.wrong_state";

    /// <summary>No host fits; <see cref="VimError.Infeasible"/> says why.</summary>
    public const string NoFeasibleHost = "vim.placement.no_feasible_host";

    /// <summary>No such zone.</summary>
    public const string UnknownZone = "vim.placement.unknown_zone";

    /// <summary>The host's agent is not connected.</summary>
    public const string HostUnreachable = "vim.host.unreachable";

    /// <summary>The host could not do it; the claim was released.</summary>
    public const string HostRefused = "vim.host.refused";

    /// <summary>A queue is full: try again later.</summary>
    public const string Overloaded = "vim.engine.overloaded";

    /// <summary>
    /// The journal cannot take writes; nothing was done, or the outcome is told on retry with the same key.
    /// </summary>
    public const string JournalUnavailable = "vim.engine.journal_unavailable";

    /// <summary>The member shuts down; nothing was done: ask again when it is back, or another member.</summary>
    public const string ShuttingDown = "vim.engine.shutting_down";

    /// <summary>The member no longer owns the shard.</summary>
    public const string Fenced = "vim.engine.fenced";

    /// <summary>The actor met an unexpected condition and was restored from its journal.</summary>
    public const string ActorFailed = "vim.engine.actor_failed";

    /// <summary>The operation is not offered.</summary>
    public const string NotSupported = "vim.request.not_supported";

    /// <summary>The caller may not do it.</summary>
    public const string PermissionDenied = "vim.request.permission_denied";

    /// <summary>The deadline passed before the outcome was known: ask again with the same idempotency key.</summary>
    public const string DeadlineExceeded = "vim.request.deadline_exceeded";

    /// <summary>The guest vanished from its host, or ended by an error; the claim was released.</summary>
    public const string GuestLost = "vim.host.guest_lost";

    /// <summary>The host holds no guest of the compute, which exists: the operation was not done.</summary>
    public const string GuestMissing = "vim.host.guest_missing";

    /// <summary>The host did something else than it was told; the guest was removed.</summary>
    public const string PlacementMismatch = "vim.host.placement_mismatch";

    /// <summary>The host gave no outcome in time.</summary>
    public const string HostSilent = "vim.host.silent";

    /// <summary>The compute is being migrated: try again when that is over.</summary>
    public const string Migrating = "vim.compute.migrating";

    /// <summary>
    /// The compute cannot be migrated live: it does not run, or holds functions or devices of its host.
    /// </summary>
    public const string NotLiveMigratable = "vim.compute.not_live_migratable";

    /// <summary>A host lost what it had of a migration; the guest stayed where it was.</summary>
    public const string MigrationLost = "vim.compute.migration_lost";
}
