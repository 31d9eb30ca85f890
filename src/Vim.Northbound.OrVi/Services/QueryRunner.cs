using Nfv.OrVi.V1;
using Vim.Engine.Views;
using Vim.Northbound.OrVi.Filters;
using Vim.Northbound.OrVi.Paging;
using Vim.Northbound.OrVi.Validation;
using Vim.Rpc.Server;

namespace Vim.Northbound.OrVi.Services;

/// <summary>Runs a query over a view: filter, page, and an eye on the caller's deadline.</summary>
internal static class QueryRunner
{
    private const int LooksBetweenChecks = 1_024;

    /// <summary>One page of the views that pass the filter.</summary>
    /// <param name="table">The views.</param>
    /// <param name="schema">What filters may speak of.</param>
    /// <param name="field">The filter's field in the request.</param>
    /// <param name="filter">The filter; null for all.</param>
    /// <param name="page">The page; null for the first.</param>
    /// <param name="listed">What may be seen at all.</param>
    /// <param name="call">The call.</param>
    public static Page<TView> Run<TView>(
        ViewTable<TView> table,
        FilterSchema<TView> schema,
        string field,
        Filter? filter,
        PageRequest? page,
        Func<TView, bool> listed,
        RpcServerCall call)
        where TView : class, IView
    {
        var violations = new Violations();
        var text = filter?.Expression ?? "";
        var query = call.Method.Name;
        var pager = Pager.Read(query, text, page, violations);
        var compiled = Compile(schema, text, field, violations);
        violations.ThrowIfAny();
        var looked = 0;
        var found = table.List(pager.After, pager.Size, view =>
        {
            if (++looked % LooksBetweenChecks == 0)
            {
                call.CancellationToken.ThrowIfCancellationRequested();
            }

            return listed(view) && compiled!.Matches(view);
        });
        return new(found.Items, found.NextAfter is { } last ? PageToken.Write(query, text, last) : "");
    }

    /// <summary>The filter; null where it cannot be used, which is noted.</summary>
    public static Filter<T>? Compile<T>(
        FilterSchema<T> schema, string text, string field, Violations violations)
    {
        try
        {
            return schema.Compile(text);
        }
        catch (FilterException error)
        {
            violations.Add($"{field}.expression", error.Message);
            return null;
        }
    }
}
