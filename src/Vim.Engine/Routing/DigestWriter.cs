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
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public DigestWriter Add(string? text)
    {
        if (text is null)
        {
            return Add(-1L);
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Add((long)length);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
        return this;
    }

    public DigestWriter Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), number);
        _bytes.Advance(sizeof(long));
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

    public DigestWriter Add(ImmutableArray<MetadataEntry> metadata)
    {
        Add((long)metadata.Length);
        foreach (var entry in metadata)
        {
            Add(entry.Key).Add(entry.Value);
        }

        return this;
    }

    public DigestWriter AddAll<T>(IReadOnlyCollection<T> items, Action<DigestWriter, T> add)
    {
        Add((long)items.Count);
        foreach (var item in items)
        {
            add(this, item);
        }

        return this;
    }

    public RequestDigest Finish()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_bytes.WrittenSpan, hash);
        return new(
            BinaryPrimitives.ReadUInt64BigEndian(hash),
            BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]));
    }
}
