namespace Vim.Descriptors.Model;

/// <summary>Host page size that must back the guest's memory.</summary>
/// <param name="Kind">Which rule.</param>
/// <param name="Kibibytes">The size when the rule is <see cref="PageSizeKind.Exact"/>; else 0.</param>
public sealed record PageSizeDemand(PageSizeKind Kind, long Kibibytes)
{
    /// <summary>The descriptor does not say.</summary>
    public static PageSizeDemand Unspecified { get; } = new(PageSizeKind.Unspecified, 0);

    /// <summary>Base pages.</summary>
    public static PageSizeDemand Small { get; } = new(PageSizeKind.Small, 0);

    /// <summary>Huge pages of any size.</summary>
    public static PageSizeDemand Large { get; } = new(PageSizeKind.Large, 0);

    /// <summary>Any page size that fits.</summary>
    public static PageSizeDemand Any { get; } = new(PageSizeKind.Any, 0);

    /// <summary>Huge pages of 2 MiB.</summary>
    public static PageSizeDemand TwoMebibytes { get; } = new(PageSizeKind.Exact, 2048);

    /// <summary>Huge pages of 1 GiB.</summary>
    public static PageSizeDemand OneGibibyte { get; } = new(PageSizeKind.Exact, 1024 * 1024);
}
