namespace Vim.Descriptors;

/// <summary>Bounds on what is read, so that no text can take the process's memory or time.</summary>
public sealed record DescriptorLimits
{
    /// <summary>1 MiB of text, 64 levels, 100,000 nodes, 100 errors.</summary>
    public static DescriptorLimits Default { get; } = new();

    /// <summary>Longest text of one file, and longest result of a text function, in characters.</summary>
    public int TextCharactersMax { get; init; } = 1024 * 1024;

    /// <summary>Deepest nesting of a document.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>Most nodes of a document, each alias counted as what it stands for.</summary>
    public int NodesMax { get; init; } = 100_000;

    /// <summary>Most companions of a descriptor.</summary>
    public int CompanionsMax { get; init; } = 32;

    /// <summary>Errors after which no more are listed.</summary>
    public int ErrorsMax { get; init; } = 100;
}
