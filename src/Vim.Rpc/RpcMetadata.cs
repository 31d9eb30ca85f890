using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Vim.Rpc.Wire;

namespace Vim.Rpc;

/// <summary>One entry of call metadata: text, or bytes when the key ends in <c>-bin</c>.</summary>
/// <param name="Key">Lower-case key.</param>
/// <param name="Text">The text; null for a binary entry.</param>
/// <param name="Bytes">The bytes; empty for a text entry.</param>
public readonly record struct RpcMetadataEntry(string Key, string? Text, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Whether the value is bytes.</summary>
    public bool IsBinary => Text is null;
}

/// <summary>
/// Custom metadata of a call: an ordered list of keys and values; a key may occur more than once. Not safe for
/// concurrent change. Keys are lower-cased; those of HTTP
/// and those beginning with <c>grpc-</c> are refused.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Metadata is gRPC's own word for it.")]
public sealed class RpcMetadata : IReadOnlyCollection<RpcMetadataEntry>
{
    private const string BinarySuffix = "-bin";
    private readonly List<RpcMetadataEntry> _entries = [];

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>Adds a text entry.</summary>
    /// <exception cref="ArgumentException">
    /// The key is not of <c>[0-9a-z_.-]</c>, is reserved or ends in <c>-bin</c>; or the value is not printable ASCII.
    /// </exception>
    public void Add(string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var normalised = NormaliseKey(key);
        if (IsBinaryKey(normalised))
        {
            throw new ArgumentException($"Metadata '{normalised}' ends in -bin: its value is bytes.", nameof(key));
        }

        if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0)
        {
            throw new ArgumentException(
                $"Metadata '{normalised}' holds a character outside printable ASCII; use a -bin key.", nameof(value));
        }

        _entries.Add(new RpcMetadataEntry(normalised, value, default));
    }

    /// <summary>Adds a binary entry; the key must end in <c>-bin</c>.</summary>
    public void Add(string key, ReadOnlyMemory<byte> value)
    {
        var normalised = NormaliseKey(key);
        if (!IsBinaryKey(normalised))
        {
            throw new ArgumentException($"Metadata '{normalised}' must end in -bin to hold bytes.", nameof(key));
        }

        _entries.Add(new RpcMetadataEntry(normalised, null, value));
    }

    /// <summary>The last text value of the key, or null.</summary>
    public string? GetText(string key)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            if (_entries[index].Key == key && _entries[index].Text is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The last binary value of the key, or null.</summary>
    public ReadOnlyMemory<byte>? GetBytes(string key)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
        {
            if (_entries[index].Key == key && _entries[index].IsBinary)
            {
                return _entries[index].Bytes;
            }
        }

        return null;
    }

    /// <summary>All entries of the key, in order.</summary>
    public IEnumerable<RpcMetadataEntry> GetAll(string key) => _entries.Where(entry => entry.Key == key);

    /// <inheritdoc/>
    public IEnumerator<RpcMetadataEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static bool IsBinaryKey(string key) => key.EndsWith(BinarySuffix, StringComparison.Ordinal);

    /// <summary>Adds what a peer sent: its odd characters must not fail the call.</summary>
    internal void AddReceived(RpcMetadataEntry entry) => _entries.Add(entry);

    internal void AddAll(RpcMetadata other) => _entries.AddRange(other._entries);

    private static string NormaliseKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var lower = key.ToLowerInvariant();
        foreach (var character in lower)
        {
            if (character is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_' or '.'))
            {
                throw new ArgumentException($"Metadata key '{key}' holds '{character}'; allowed: 0-9 a-z - _ .");
            }
        }

        return MetadataCodec.IsProtocolHeader(lower)
            ? throw new ArgumentException($"Metadata key '{key}' is reserved: it belongs to gRPC or to HTTP.")
            : lower;
    }
}
