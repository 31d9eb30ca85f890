using System.Buffers;
using System.Text;

namespace Vim.Rpc.Wire;

/// <summary>
/// The encoding of <c>grpc-message</c>: UTF-8 with everything outside printable ASCII, and '%', as %XX
/// (PROTOCOL-HTTP2.md, Status-Message). Decoding accepts anything: a peer's mistake must not hide its status.
/// </summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !\"#$&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (Plain.Contains((char)value))
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append("0123456789ABCDEF"[value >> 4]).Append("0123456789ABCDEF"[value & 15]);
            }
        }

        return encoded.ToString();
    }

    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var next = text.AsSpan(index);
            if (next.Length >= 3 && next[0] == '%' && char.IsAsciiHexDigit(next[1]) && char.IsAsciiHexDigit(next[2]))
            {
                bytes.GetSpan(1)[0] = Convert.FromHexString(next.Slice(1, 2))[0];
                bytes.Advance(1);
                index += 2;
            }
            else
            {
                bytes.Advance(EncodeOne(next, bytes.GetSpan(4), out var used));
                index += used - 1;
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static int EncodeOne(ReadOnlySpan<char> text, Span<byte> target, out int used)
    {
        // A lone surrogate decodes to U+FFFD and is written as such.
        Rune.DecodeFromUtf16(text, out var rune, out used);
        return rune.EncodeToUtf8(target);
    }
}
