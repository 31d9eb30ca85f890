namespace Vim.Southbound.Simulated.Descriptions;

/// <summary>A host description cannot be used. The message has a line for each error.</summary>
/// <param name="errors">Everything that is wrong, in the order of the file; at least one.</param>
public sealed class HostDescriptionException(IReadOnlyList<DescriptionError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<DescriptionError> Errors { get; } = errors;
}
