using System.Globalization;
using System.Text;

namespace Vim.Domain.VirtualLinks;

/// <summary>MAC addresses of guests' interfaces.</summary>
public static class MacAddresses
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>
    /// The address made for a name: locally administered, unicast, the other 46 bits from the name (FNV-1a), so that it
    /// is the same whenever it is asked for.
    /// </summary>
    public static string For(string name)
    {
        var hash = FnvOffset;
        foreach (var one in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ one) * FnvPrime;
        }

        // The high bits of FNV mix better than the low ones.
        hash ^= hash >> 29;
        var first = ((hash >> 40) & 0xFC) | 0x02;
        var text = new StringBuilder(17).Append(CultureInfo.InvariantCulture, $"{first:x2}");
        for (var shift = 32; shift >= 0; shift -= 8)
        {
            text.Append(CultureInfo.InvariantCulture, $":{(byte)(hash >> shift):x2}");
        }

        return text.ToString();
    }

    /// <summary>Whether it is six bytes in hexadecimal with colons, and unicast.</summary>
    public static bool IsValid(string text)
    {
        if (text.Length != 17)
        {
            return false;
        }

        for (var index = 0; index < text.Length; index++)
        {
            if (index % 3 == 2 ? text[index] != ':' : !char.IsAsciiHexDigit(text[index]))
            {
                return false;
            }
        }

        return (Convert.ToInt32(text[1].ToString(), 16) & 1) == 0;
    }
}
