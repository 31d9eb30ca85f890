namespace Vim.Scheduling.Placing;

/// <summary>Which pages of a host a request may take.</summary>
public enum PageKind
{
    /// <summary>Small pages.</summary>
    Small,

    /// <summary>Huge pages.</summary>
    Huge,

    /// <summary>Either.</summary>
    Any,
}
