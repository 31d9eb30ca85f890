namespace Vim.Northbound.OrVi;

/// <summary>What the services say of the VIM itself.</summary>
public sealed record OrViOptions
{
    /// <summary>vimId of notifications: the name of this VIM towards its consumers.</summary>
    public string VimId { get; init; } = "vim";

    /// <summary>nfviPopId of resource zones: the point of presence that this VIM manages.</summary>
    public string NfviPopId { get; init; } = "pop";

    /// <summary>The most Notify streams at once; one more is refused with RESOURCE_EXHAUSTED.</summary>
    public int MaxNotifyStreams { get; init; } = 1_000;
}
