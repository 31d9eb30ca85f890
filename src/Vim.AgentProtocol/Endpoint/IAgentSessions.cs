using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Domain.Topology;

namespace Vim.AgentProtocol.Endpoint;

/// <summary>
/// What the VIM does with what agents say. Called by many threads; for one session one call at a time and in the order
/// of the stream, except that a call is not waited for before the next one begins.
/// </summary>
public interface IAgentSessions
{
    /// <summary>
    /// An agent wants to register. From now on the session takes orders; they are sent once it is admitted. The stream
    /// is refused where this refuses or throws.
    /// </summary>
    ValueTask<AgentAdmission> OnRegisteredAsync(
        IAgentSession session, RegisterHost host, CancellationToken cancellationToken);

    /// <summary>The lease of a host lapsed, or is renewed after it had lapsed. Told at each change only.</summary>
    /// <param name="host">The host; it need not have a session now.</param>
    /// <param name="lease">How the lease is.</param>
    /// <param name="silence">How long nothing was heard.</param>
    void OnLease(HostId host, AgentLease lease, TimeSpan silence);

    /// <summary>
    /// An order ended. When the task completes, what follows from the outcome is durable and the agent may forget it;
    /// when it fails, the agent says it again after its next registration.
    /// </summary>
    ValueTask OnOutcomeAsync(
        IAgentSession session, ReportOrderOutcome outcome, CancellationToken cancellationToken);

    /// <summary>An agent tells what it sees of guests.</summary>
    ValueTask OnObservedAsync(IAgentSession session, ReportGuests guests, CancellationToken cancellationToken);

    /// <summary>An agent found its host changed.</summary>
    ValueTask OnInventoryChangedAsync(
        IAgentSession session, HostInventory inventory, CancellationToken cancellationToken);

    /// <summary>A session that was told of in <see cref="OnRegisteredAsync"/> has ended.</summary>
    void OnClosed(IAgentSession session, string reason);
}

/// <summary>Whether an agent may stay.</summary>
/// <param name="Epoch">The owner's epoch of the host's zone.</param>
/// <param name="Refusal">Why not; null: it may.</param>
public sealed record AgentAdmission(long Epoch, VimError? Refusal)
{
    /// <summary>It may stay.</summary>
    public static AgentAdmission Accept(long epoch) => new(epoch, null);

    /// <summary>It may not.</summary>
    public static AgentAdmission Refuse(VimError refusal) => new(0, refusal);
}

/// <summary>How the lease of a host's agent is.</summary>
public enum AgentLease
{
    /// <summary>Renewed again after it had lapsed.</summary>
    Renewed,

    /// <summary>Not renewed in time.</summary>
    Lapsed,
}
