namespace Vim.Engine;

/// <summary>The engine cannot start; the message says why and what to do.</summary>
public sealed class EngineStartException : Exception
{
    public EngineStartException()
    {
    }

    public EngineStartException(string message)
        : base(message)
    {
    }

    public EngineStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
