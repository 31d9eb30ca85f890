using System.Text;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>Gives one string for equal keys of a replay, so that a million events do not make a million
/// strings.</summary>
internal sealed class KeyCache
{
    private const int StackCharacters = 256;
    private readonly HashSet<string> _keys;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public KeyCache()
    {
        _keys = new HashSet<string>(StringComparer.Ordinal);
        _lookup = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public string Get(ReadOnlySpan<byte> utf8)
    {
        Span<char> stack = stackalloc char[StackCharacters];
        var characters = utf8.Length <= StackCharacters ? stack : new char[utf8.Length];
        var length = Encoding.UTF8.GetChars(utf8, characters);
        ReadOnlySpan<char> key = characters[..length];
        if (_lookup.TryGetValue(key, out var known))
        {
            return known;
        }
        var added = key.ToString();
        _keys.Add(added);
        return added;
    }
}
