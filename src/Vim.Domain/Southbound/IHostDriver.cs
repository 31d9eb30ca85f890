using Vim.Domain.Identity;
using Vim.Domain.Topology;

namespace Vim.Domain.Southbound;

/// <summary>
/// What an agent can do to its host. Every operation is idempotent by compute id and incarnation, safe to call from
/// any thread, and reports what the host really did, read back from it.
/// </summary>
public interface IHostDriver
{
    /// <summary>Hypervisor or technology behind it: <c>simulated</c>, <c>libvirt</c>.</summary>
    string Name { get; }

    /// <summary>What the host has. Called at start and whenever the VIM asks.</summary>
    /// <exception cref="HostDriverException">The host cannot be read.</exception>
    Task<HostInventory> DiscoverAsync(CancellationToken cancellationToken);

    /// <summary>All guests of the VIM on the host, running or not.</summary>
    Task<IReadOnlyList<GuestObservation>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Creates and starts the guest; one that exists with the same incarnation is only observed.</summary>
    /// <exception cref="HostDriverException">The host refused; nothing of the guest is left behind.</exception>
    Task<GuestObservation> CreateAsync(GuestSpec spec, CancellationToken cancellationToken);

    /// <summary>Does a power operation.</summary>
    /// <exception cref="HostDriverException">The host refused, or there is no such guest.</exception>
    Task<GuestObservation> OperateAsync(
        ComputeId compute,
        int incarnation,
        GuestOperation operation,
        CancellationToken cancellationToken);

    /// <summary>
    /// Defines a guest that another host will send, with all that it takes, not running, and listens for it; one that
    /// exists with the same incarnation is only observed.
    /// </summary>
    /// <returns>The guest, paused, with <see cref="GuestObservation.MigrationEndpoint"/>.</returns>
    /// <exception cref="HostDriverException">The host refused; nothing of the guest is left behind.</exception>
    Task<GuestObservation> PrepareAsync(GuestSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a running guest to where another host listens, while it runs. The guest stops here before it runs there,
    /// and from then on is not started here again but by <see cref="OperateAsync"/>. Done before is done.
    /// </summary>
    /// <param name="compute">The compute.</param>
    /// <param name="incarnation">Its incarnation here.</param>
    /// <param name="endpoint">Where the other host listens, as it said it itself.</param>
    /// <param name="cancellationToken">Gives up; the guest goes on here unless it was handed over.</param>
    /// <returns>The guest as it is here now: stopped.</returns>
    /// <exception cref="HostDriverException">
    /// The host refused or failed, or there is no such guest. It goes on here, unless it was handed over before that.
    /// </exception>
    Task<GuestObservation> SendAsync(
        ComputeId compute, int incarnation, string endpoint, CancellationToken cancellationToken);

    /// <summary>
    /// Says what became of a guest that was to come. One that has not begun to run is removed and never will.
    /// </summary>
    /// <returns>The guest, which has begun to run here.</returns>
    /// <exception cref="HostDriverException">
    /// <c>vim.resource.not_found</c>: nothing of it is here, and it will not run here. Else: not known, ask again.
    /// </exception>
    Task<GuestObservation> SettleAsync(ComputeId compute, int incarnation, CancellationToken cancellationToken);

    /// <summary>Removes the guest of this or an earlier incarnation and all it holds; done before is done.</summary>
    Task DestroyAsync(ComputeId compute, int incarnation, CancellationToken cancellationToken);
}

/// <summary>Power operations (IFA 005 ComputeOperation).</summary>
public enum GuestOperation
{
    /// <summary>Power on.</summary>
    Start,

    /// <summary>Power off.</summary>
    Stop,

    /// <summary>Restart.</summary>
    Reboot,

    /// <summary>Stop the vCPUs, keep the memory.</summary>
    Pause,

    /// <summary>Go on after a pause.</summary>
    Unpause,
}

/// <summary>A host's refusal, with a stable code for programs and a text for people.</summary>
/// <param name="code">One of <see cref="Errors.ErrorCodes"/>.</param>
/// <param name="message">What, where, what to do.</param>
/// <param name="inner">The cause, for the log.</param>
public sealed class HostDriverException(string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;
}
