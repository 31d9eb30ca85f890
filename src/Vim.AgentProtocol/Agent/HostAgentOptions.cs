namespace Vim.AgentProtocol.Agent;

/// <summary>How an agent behaves. The VIM says how often the lease is renewed.</summary>
public sealed record HostAgentOptions
{
    /// <summary>Version of the agent's program, told to the VIM.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>The most orders that run at a time; those of one compute run one after another.</summary>
    public int MaxRunningOrders { get; init; } = 16;

    /// <summary>The most guests that are sent to other hosts at a time; they are not counted with the orders.</summary>
    public int MaxRunningSends { get; init; } = 4;

    /// <summary>
    /// The most orders that the agent has: waiting, running, or ended and not acknowledged. More are refused.
    /// </summary>
    public int MaxOrders { get; init; } = 8192;

    /// <summary>An order that runs longer is given up and reported as failed.</summary>
    public TimeSpan OrderTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same for sending a guest to another host.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How often the agent looks at its guests; a driver that notices changes makes it look at once.</summary>
    public TimeSpan ObservationInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long discovering the host and listing its guests may take.</summary>
    public TimeSpan ObservationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the VIM may take to answer a registration.</summary>
    public TimeSpan RegistrationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The first wait before dialling again; doubled at each failure.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest wait before dialling again.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A VIM that answers no lease renewal for so many lease durations is given up and dialled again.
    /// </summary>
    public int SilentLeases { get; init; } = 4;

    /// <summary>How long orders under way may take to end once the agent is told to stop.</summary>
    public TimeSpan ShutdownTime { get; init; } = TimeSpan.FromSeconds(10);
}
