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
