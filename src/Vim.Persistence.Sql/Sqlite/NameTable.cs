using Vim.Persistence.Sql.Sqlite.Native;

namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// Kinds and types as small numbers. The writer adds names inside its transaction and reloads when that is rolled back.
/// </summary>
internal sealed class NameTable
{
    private const int RecentNames = 16;

    private readonly (string? Name, long Number)[] _recent = new (string?, long)[RecentNames];
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly SqliteHandle _handle;
    private readonly SqliteStatement _insert;

    public NameTable(SqliteHandle handle)
    {
        _handle = handle;
        _insert = handle.Prepare("INSERT INTO names (number, name) VALUES (?1, ?2)");
        Reload();
    }

    public long NumberOf(string name)
    {
        // Writers use the same few strings again and again, one after the other.
        ref var recent = ref _recent[name.Length % RecentNames];
        if (ReferenceEquals(recent.Name, name))
        {
            return recent.Number;
        }
        if (!_numbers.TryGetValue(name, out var number))
        {
            number = _numbers.Count + 1;
            _insert.Bind(1, number).Bind(2, name).Run();
            _numbers.Add(name, number);
        }
        recent = (name, number);
        return number;
    }

    public void Reload()
    {
        Array.Clear(_recent);
        _numbers.Clear();
        foreach (var (number, name) in Read(_handle))
        {
            _numbers.Add(name, number);
        }
    }

    /// <summary>All names by number.</summary>
    public static Dictionary<long, string> Read(SqliteHandle handle)
    {
        var names = new Dictionary<long, string>();
        using var select = handle.Prepare("SELECT number, name FROM names");
        while (select.Step())
        {
            names.Add(select.GetNumber(0), string.Intern(select.GetText(1)));
        }
        return names;
    }
}
