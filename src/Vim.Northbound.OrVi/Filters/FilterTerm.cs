using System.Collections.Immutable;

namespace Vim.Northbound.OrVi.Filters;

/// <summary>One condition of a filter.</summary>
/// <param name="Operator">How it compares.</param>
/// <param name="Attribute">ETSI's name of the attribute, parts joined by <c>/</c>.</param>
/// <param name="Values">What it compares with; exactly one for the operators of order.</param>
internal sealed record FilterTerm(FilterOperator Operator, string Attribute, ImmutableArray<string> Values);
