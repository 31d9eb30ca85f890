using System.Buffers;
using Nfv.OrVi.V1;

namespace Vim.Cli.Client;

/// <summary>Filters of queries, in the grammar of <c>nfv.orvi.v1.Filter</c>.</summary>
internal static class Filters
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",()'; ");

    /// <summary>All resources.</summary>
    public static Filter All => new();

    /// <summary>Those whose attribute has the value.</summary>
    public static Filter Equal(string attribute, string value) =>
        new() { Expression = $"(eq,{attribute},{Quote(value)})" };

    /// <summary>Those whose attribute contains the value.</summary>
    public static Filter Containing(string attribute, string value) =>
        new() { Expression = $"(cont,{attribute},{Quote(value)})" };

    /// <summary>Those whose attribute has one of the values.</summary>
    public static Filter In(string attribute, IEnumerable<string> values) =>
        new() { Expression = $"(in,{attribute},{string.Join(',', values.Select(Quote))})" };

    /// <summary>Those for which every filter holds.</summary>
    public static Filter And(params IEnumerable<Filter> filters) =>
        new()
        {
            Expression = string.Join(';', filters.Select(filter => filter.Expression).Where(text => text.Length > 0)),
        };

    private static string Quote(string value) =>
        value.Length > 0 && value.AsSpan().IndexOfAny(NeedQuotes) < 0
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
