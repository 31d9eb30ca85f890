using Vim.Descriptors.Reading;

namespace Vim.Descriptors.Heat;

/// <summary>A resource of a Heat template with its properties evaluated.</summary>
/// <param name="Id">Its key in the template.</param>
/// <param name="Type">Its type.</param>
/// <param name="Properties">Its properties; empty when it has none.</param>
internal sealed record HeatResource(string Id, string Type, Section Properties);
