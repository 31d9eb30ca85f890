namespace Vim.Domain.Compute;

/// <summary>Where a compute is in its life.</summary>
public enum ComputePhase
{
    /// <summary>There is none (never was, or it was forgotten after its retention).</summary>
    Absent,

    /// <summary>Asked for, without a place yet.</summary>
    Requested,

    /// <summary>Its place is claimed; the host is to make the guest.</summary>
    Placed,

    /// <summary>
    /// The guest is being started again: powered on, rebooted, or made again after its host's reboot.
    /// </summary>
    Starting,

    /// <summary>The guest runs.</summary>
    Running,

    /// <summary>The guest is powered off; its claim stands.</summary>
    Stopped,

    /// <summary>The guest is in memory, its vCPUs stopped.</summary>
    Paused,

    /// <summary>It failed; kept for queries until terminated or until its retention ends.</summary>
    Failed,

    /// <summary>The host is to remove the guest.</summary>
    Terminating,

    /// <summary>Nothing is left of it but the memory of it, until its retention ends.</summary>
    Terminated,
}
