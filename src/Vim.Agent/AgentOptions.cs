using Microsoft.Extensions.Logging;

namespace Vim.Agent;

/// <summary>How one agent is set up. Made from the command line.</summary>
internal sealed record AgentOptions
{
    /// <summary>Host description of the simulated host.</summary>
    public required FileInfo HostDescription { get; init; }

    /// <summary>Id of the host.</summary>
    public required string HostId { get; init; }

    /// <summary>Resource zone of the host.</summary>
    public required string Zone { get; init; }

    /// <summary>Its rack; empty where unknown.</summary>
    public required string Rack { get; init; }

    /// <summary>What fails as one with it: a power feed, a room; empty where unknown.</summary>
    public required string FaultDomain { get; init; }

    /// <summary>The VIM's members.</summary>
    public required IReadOnlyList<Uri> Vims { get; init; }

    /// <summary>No TLS; loopback only.</summary>
    public bool Plaintext { get; init; }

    /// <summary>PEM certificate of the agent; null with <see cref="Plaintext"/>.</summary>
    public FileInfo? Certificate { get; init; }

    /// <summary>PEM private key of the agent; null with <see cref="Plaintext"/>.</summary>
    public FileInfo? Key { get; init; }

    /// <summary>PEM authorities of the VIM's certificate; null: the machine's trust store.</summary>
    public FileInfo? Authorities { get; init; }

    /// <summary>Where the simulated host keeps its guests; null: they end with the process.</summary>
    public FileInfo? State { get; init; }

    /// <summary>Seed of the description's faults; null: nothing goes wrong.</summary>
    public ulong? FaultSeed { get; init; }

    /// <summary>Lowest level that is logged.</summary>
    public LogLevel LogLevel { get; init; }

    /// <summary>Log lines as JSON objects.</summary>
    public bool LogJson { get; init; }
}

/// <summary>Options that make no sense, alone or together; the text says what to do.</summary>
internal sealed class OptionException(string message) : Exception(message);
