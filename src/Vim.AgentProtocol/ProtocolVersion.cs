namespace Vim.AgentProtocol;

/// <summary>The versions of <c>vim.agent.v1</c> that this code speaks.</summary>
public static class ProtocolVersion
{
    /// <summary>The highest, and so far the only one.</summary>
    public const int Current = 1;
}
