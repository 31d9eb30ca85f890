namespace Vim.Actors;

/// <summary>An invariant does not hold.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException()
    {
    }

    public InvariantException(string message) : base(message)
    {
    }

    public InvariantException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
