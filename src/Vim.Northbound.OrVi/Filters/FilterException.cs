namespace Vim.Northbound.OrVi.Filters;

/// <summary>A filter that cannot be used; the message is for the client.</summary>
internal sealed class FilterException(string message) : Exception(message);
