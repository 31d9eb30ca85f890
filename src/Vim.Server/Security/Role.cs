namespace Vim.Server.Security;

/// <summary>What a peer may do.</summary>
public enum Role
{
    /// <summary>NFVO or VNFM: Or-Vi.</summary>
    Orchestrator,

    /// <summary>Reads everything.</summary>
    Noc,

    /// <summary>Everything but an agent's own stream.</summary>
    Operator,

    /// <summary>One host's agent: its stream, for its own host.</summary>
    Agent,
}
