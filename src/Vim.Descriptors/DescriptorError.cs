namespace Vim.Descriptors;

/// <summary>Why a descriptor is refused, and where.</summary>
/// <param name="Place">File, line, column and path.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record DescriptorError(SourcePlace Place, string Problem, string Remedy)
{
    /// <summary>`file:line:column path: problem; remedy`.</summary>
    public override string ToString() => $"{Place}: {Problem}; {Remedy}";
}
