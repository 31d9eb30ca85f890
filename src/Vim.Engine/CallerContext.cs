using Vim.Domain.Identity;

namespace Vim.Engine;

/// <summary>Who asks, for whom, and how long it makes sense.</summary>
public sealed record CallerContext
{
    /// <summary>The most characters of an idempotency key.</summary>
    public const int MaxKeyLength = 255;

    /// <summary>Authenticated name of the caller.</summary>
    public required string Principal { get; init; }

    /// <summary>Tenant for whom it is asked.</summary>
    public required ResourceGroupId ResourceGroup { get; init; }

    /// <summary>
    /// The client's name for this request within principal and resource group; null: none. The same key with the same
    /// request gets the same resource, also after a restart; with another request it is refused.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// When the caller stops waiting; null: never. What was begun goes on, and a retry with the key finds it.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The VIM itself and its agents, who belong to no tenant.</summary>
    public static CallerContext Internal { get; } = new() { Principal = "vim", ResourceGroup = new("") };
}
