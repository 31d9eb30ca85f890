using Nfv.OrVi.V1;
using Vim.Northbound.OrVi.Validation;

namespace Vim.Northbound.OrVi.Paging;

/// <summary>What a query's page request asks for, checked.</summary>
/// <param name="Query">The query's name, part of the tokens.</param>
/// <param name="Filter">The filter's text, part of the tokens.</param>
/// <param name="Size">1 to <see cref="MaxSize"/>.</param>
/// <param name="After">Id after which the page begins; null for the first page.</param>
internal sealed record Pager(string Query, string Filter, int Size, string? After)
{
    public const int DefaultSize = 100;
    public const int MaxSize = 1000;

    /// <summary>Reads the request's page; what is wrong with it goes to <paramref name="violations"/>.</summary>
    public static Pager Read(string query, string filter, PageRequest? page, Violations violations)
    {
        if (page is null)
        {
            return new(query, filter, DefaultSize, After: null);
        }

        violations.If(
            page.PageSize is < 0 or > MaxSize, "page.page_size", $"{page.PageSize} is not 0 to {MaxSize}");
        var after = "";
        var known = page.PageToken.Length == 0
            || PageToken.TryRead(page.PageToken, query, filter, out after);
        violations.If(!known, "page.page_token", "is no token of this query with this filter; start without one");
        return new(query, filter, page.PageSize == 0 ? DefaultSize : page.PageSize, after.Length == 0 ? null : after);
    }

    /// <summary>The page of <paramref name="items"/>, which need not be in order.</summary>
    public Page<T> Cut<T>(IEnumerable<T> items, Func<T, string> id)
    {
        var rest = items
            .Where(item => After is null || string.CompareOrdinal(id(item), After) > 0)
            .OrderBy(id, StringComparer.Ordinal)
            .Take(Size + 1)
            .ToList();
        if (rest.Count <= Size)
        {
            return new(rest, "");
        }

        rest.RemoveAt(Size);
        return new(rest, PageToken.Write(Query, Filter, id(rest[^1])));
    }
}
