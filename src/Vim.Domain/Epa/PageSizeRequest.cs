using Vim.Domain.Units;

namespace Vim.Domain.Epa;

/// <summary>Which pages shall back a guest's memory (<c>hw:mem_page_size</c>).</summary>
/// <param name="Kind">The wish.</param>
/// <param name="Exact">The size, for <see cref="PageSizeKind.Exact"/> only.</param>
public readonly record struct PageSizeRequest(PageSizeKind Kind, PageSize Exact = default)
{
    /// <summary>Small pages.</summary>
    public static PageSizeRequest Small => new(PageSizeKind.Small);

    /// <summary>Any huge page size, the largest that fits first.</summary>
    public static PageSizeRequest Large => new(PageSizeKind.Large);

    /// <summary>Any size: huge where free, the largest first, else small.</summary>
    public static PageSizeRequest Any => new(PageSizeKind.Any);

    /// <summary>This size and no other.</summary>
    public static PageSizeRequest Of(PageSize size) => new(PageSizeKind.Exact, size);

    /// <summary>Whether nothing but huge pages will do.</summary>
    public bool IsHuge => Kind == PageSizeKind.Large || (Kind == PageSizeKind.Exact && Exact.IsHuge);

    /// <inheritdoc />
    public override string ToString() => Kind == PageSizeKind.Exact ? Exact.ToString() : Kind.ToString();
}

/// <summary>The kinds of <see cref="PageSizeRequest"/>.</summary>
public enum PageSizeKind
{
    /// <summary>Small pages.</summary>
    Small,

    /// <summary>Any huge page size.</summary>
    Large,

    /// <summary>Any size at all.</summary>
    Any,

    /// <summary>One given size.</summary>
    Exact,
}
