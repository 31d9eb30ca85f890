namespace Vim.Persistence.Upcasting;

/// <summary>An encoding and what it encodes.</summary>
/// <param name="Type">Stable name of the type.</param>
/// <param name="Version">Version of the encoding.</param>
/// <param name="Payload">The bytes.</param>
public readonly record struct Encoded(string Type, int Version, ReadOnlyMemory<byte> Payload);
