using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vim.Northbound.OrVi.Paging;

/// <summary>
/// Where the next page begins: after an id, for one query with one filter. Opaque to clients; carries no secret and
/// grants nothing, so it is not signed, but a token of another query is told apart.
/// </summary>
internal static class PageToken
{
    private const byte Version = 1;
    private const int MarkLength = 8;
    private const int MaxLength = 2048;

    /// <summary>The token of the page after <paramref name="lastId"/>.</summary>
    public static string Write(string query, string filter, string lastId)
    {
        var id = Encoding.UTF8.GetBytes(lastId);
        var bytes = new byte[1 + MarkLength + id.Length];
        bytes[0] = Version;
        Mark(query, filter).CopyTo(bytes, 1);
        id.CopyTo(bytes, 1 + MarkLength);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The id that the page before ended with.</summary>
    /// <returns>False where the token is none of this query with this filter.</returns>
    public static bool TryRead(string token, string query, string filter, out string lastId)
    {
        lastId = "";
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= 1 + MarkLength
            || bytes[0] != Version
            || !bytes.AsSpan(1, MarkLength).SequenceEqual(Mark(query, filter)))
        {
            return false;
        }

        lastId = Encoding.UTF8.GetString(bytes.AsSpan(1 + MarkLength));
        return true;
    }

    private static byte[] Mark(string query, string filter) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{query}\n{filter}"))[..MarkLength];
}
