namespace Vim.Domain.Placement;

/// <summary>Whether a host takes new placements. Claims on it stay whatever it is.</summary>
public enum HostAvailability
{
    /// <summary>Takes placements.</summary>
    Enabled,

    /// <summary>Set aside by its operator, or not yet accepted.</summary>
    Disabled,

    /// <summary>In maintenance: being drained, or drained.</summary>
    Maintenance,

    /// <summary>Its agent is silent, the host perhaps not dead.</summary>
    Suspected,

    /// <summary>Known to be dead.</summary>
    Failed,
}
