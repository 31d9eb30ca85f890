using System.Globalization;

namespace Vim.Southbound.Simulated.Descriptions;

/// <summary>One thing that is wrong in a host description, and where.</summary>
/// <param name="File">The file, as it was given.</param>
/// <param name="Line">From 1; 0 where the whole file is meant.</param>
/// <param name="Column">From 1; 0 where the whole file is meant.</param>
/// <param name="Path">The field: <c>server.cores[1].threads</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record DescriptionError(string File, long Line, long Column, string Path, string Message)
{
    /// <summary><c>hosts/a.yaml:12:5: server.cores[1].threads: ...</c>, as compilers write it.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        return Path.Length == 0 ? $"{place}: {Message}" : $"{place}: {Path}: {Message}";
    }
}
