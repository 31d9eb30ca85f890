namespace Vim.Northbound.OrVi.Paging;

/// <summary>One page of results in the order of their ids.</summary>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="NextToken">Token of the next page; empty where this was the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string NextToken);
