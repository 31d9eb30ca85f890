namespace Vim.Descriptors;

/// <summary>A place in a descriptor.</summary>
/// <param name="File">Name of the file as the caller gave it.</param>
/// <param name="Line">Line, from 1; 0 when the place is the file as a whole.</param>
/// <param name="Column">Column, from 1; 0 when the place is the file as a whole.</param>
/// <param name="Path">Path in the document (`vnf.VNFC[0].numas[1].memory`); empty for the document itself.</param>
public sealed record SourcePlace(string File, int Line, int Column, string Path)
{
    /// <summary>`file:line:column path`.</summary>
    public override string ToString() =>
        Line == 0 ? File : Path.Length == 0 ? $"{File}:{Line}:{Column}" : $"{File}:{Line}:{Column} {Path}";
}
