using System.Globalization;

namespace Vim.Northbound.OrVi.Filters;

/// <summary>Makes the predicate of one term.</summary>
internal static class FilterTest<T>
{
    public static Predicate<T> Of(FilterAttribute<T> attribute, FilterTerm term) =>
        attribute.Number is { } number ? OfNumber(number, term) : OfText(attribute.Text!, term);

    private static Predicate<T> OfNumber(Func<T, long> read, FilterTerm term)
    {
        var values = term.Values.Select(value => Number(term.Attribute, value)).ToArray();
        var first = values[0];
        return term.Operator switch
        {
            FilterOperator.In => item => values.Contains(read(item)),
            FilterOperator.NotIn => item => !values.Contains(read(item)),
            FilterOperator.Greater => item => read(item) > first,
            FilterOperator.GreaterOrEqual => item => read(item) >= first,
            FilterOperator.Less => item => read(item) < first,
            FilterOperator.LessOrEqual => item => read(item) <= first,
            _ => throw new FilterException($"{term.Attribute} is a number: cont and ncont are for texts"),
        };
    }

    private static Predicate<T> OfText(Func<T, IEnumerable<string>> read, FilterTerm term)
    {
        var values = term.Values;
        return term.Operator switch
        {
            FilterOperator.In => item => read(item).Any(values.Contains),
            FilterOperator.NotIn => item => !read(item).Any(values.Contains),
            FilterOperator.Contains => item => read(item).Any(Holds),
            FilterOperator.NotContains => item => !read(item).Any(Holds),
            _ => throw new FilterException($"{term.Attribute} is a text: gt, gte, lt and lte are for numbers"),
        };

        bool Holds(string text) => values.Any(value => text.Contains(value, StringComparison.Ordinal));
    }

    private static long Number(string attribute, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FilterException($"{attribute} is a number; \"{value}\" is none");
}
