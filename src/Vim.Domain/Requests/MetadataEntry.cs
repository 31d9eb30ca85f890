namespace Vim.Domain.Requests;

/// <summary>One entry of the metadata that a client hangs on a resource (IFA 005 KeyValuePairs).</summary>
/// <param name="Key">Key, 1 to 255 characters, unique within its resource.</param>
/// <param name="Value">Value, at most 4,096 characters.</param>
public readonly record struct MetadataEntry(string Key, string Value);
