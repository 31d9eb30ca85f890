using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Vim.Domain.Requests;
using Vim.Domain.Topology;

namespace Vim.Engine.Routing;

/// <summary>
/// Writes values in one unambiguous form (every string and list with its length before it) and hashes them. The form is
/// never changed for what was written before: digests are in the journal and compared with those of retries.
/// </summary>
internal sealed class DigestWriter
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(512);
    private int _length;

    public DigestWriter Add(string? text)
    {
        if (text is null)
        {
            return Add(-1L);
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Add((long)length);
        Encoding.UTF8.GetBytes(text, Next(length));
        return this;
    }

    public DigestWriter Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Next(sizeof(long)), number);
        return this;
    }

    public DigestWriter Add(long? number) => number is { } some ? Add(1L).Add(some) : Add(0L);

    public DigestWriter Add(bool value) => Add(value ? 1L : 0L);

    public DigestWriter Add(double value) => Add(BitConverter.DoubleToInt64Bits(value));

    public DigestWriter Add(CpuSet set)
    {
        Add((long)set.Words.Length);
        foreach (var word in set.Words)
        {
            Add(unchecked((long)word));
        }

        return this;
    }

    public DigestWriter Add(ImmutableArray<MetadataEntry> metadata) =>
        AddAll(metadata, static (to, entry) => to.Add(entry.Key).Add(entry.Value));

    public DigestWriter AddAll<T>(ImmutableArray<T> items, Action<DigestWriter, T> add)
    {
        Add((long)items.Length);
        foreach (var item in items)
        {
            add(this, item);
        }

        return this;
    }

    public DigestWriter AddAll(ImmutableSortedSet<string> items)
    {
        Add((long)items.Count);
        foreach (var item in items)
        {
            Add(item);
        }

        return this;
    }

    /// <summary>The digest of all that was written. The last call.</summary>
    public RequestDigest Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.AsSpan(0, _length), hash);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        return new(
            BinaryPrimitives.ReadUInt64BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]));
    }

    private Span<byte> Next(int length)
    {
        if (_length + length > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _length + length));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
