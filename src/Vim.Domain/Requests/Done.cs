namespace Vim.Domain.Requests;

/// <summary>The answer of requests that have nothing to tell but that they are done.</summary>
public sealed record Done
{
    private Done()
    {
    }

    /// <summary>The one value.</summary>
    public static Done Instance { get; } = new();
}
