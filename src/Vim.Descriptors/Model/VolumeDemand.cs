namespace Vim.Descriptors.Model;

/// <summary>A volume created and attached with a compute.</summary>
/// <param name="Name">Name, unique in the compute.</param>
/// <param name="SizeGibibytes">Size in GiB, at least 1.</param>
/// <param name="TypeOfStorage">BLOCK or FILE in IFA 005 words.</param>
/// <param name="ImageName">Image it is filled from, or null for an empty one.</param>
public sealed record VolumeDemand(string Name, long SizeGibibytes, string TypeOfStorage, string? ImageName);
