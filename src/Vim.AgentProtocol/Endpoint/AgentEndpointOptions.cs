namespace Vim.AgentProtocol.Endpoint;

/// <summary>How the VIM's half of the agent protocol behaves.</summary>
public sealed record AgentEndpointOptions
{
    /// <summary>How often agents renew their lease.</summary>
    public TimeSpan LeaseRenewalInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Without a renewal for so long the lease has lapsed. More than the renewal interval.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a new stream may take to send its registration.</summary>
    public TimeSpan RegistrationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most orders that wait to be sent on one session.</summary>
    public int MaxQueuedOrders { get; init; } = 4096;

    /// <summary>
    /// The most reports of one session that the VIM is still working on; then its stream is read no further.
    /// </summary>
    public int MaxPendingReports { get; init; } = 1024;

    /// <summary>
    /// Whether an agent without a certificate is believed who it is: only for plain text on the loopback, where the
    /// machine's own users are trusted. An agent with a certificate must have its host id among its names either way.
    /// </summary>
    public bool TrustPlaintextLoopback { get; init; }
}
