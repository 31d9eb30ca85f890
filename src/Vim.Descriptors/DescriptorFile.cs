namespace Vim.Descriptors;

/// <summary>A descriptor's text. The library reads no file itself.</summary>
/// <param name="Name">Name for messages and for telling companions apart (`base_vfw.env`).</param>
/// <param name="Text">The text.</param>
public sealed record DescriptorFile(string Name, string Text);
