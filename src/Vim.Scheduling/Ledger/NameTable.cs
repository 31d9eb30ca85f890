namespace Vim.Scheduling.Ledger;

/// <summary>
/// Small numbers for names that hosts share (networks, traits, racks, aggregates), so that a fit compares no text.
/// </summary>
internal sealed class NameTable
{
    /// <summary>Number of a name that no host has.</summary>
    public const int Unknown = -2;

    /// <summary>Number that stands for "no name".</summary>
    public const int None = -1;

    private readonly Dictionary<string, int> _ids;

    public NameTable() => _ids = new(StringComparer.Ordinal);

    /// <summary>The same numbers for the same names.</summary>
    public NameTable(NameTable other) => _ids = new(other._ids, StringComparer.Ordinal);

    public int Count => _ids.Count;

    /// <summary>The number of a host's name; null or empty text is <see cref="None"/>.</summary>
    public int Intern(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return None;
        }

        if (!_ids.TryGetValue(name, out var id))
        {
            id = _ids.Count;
            _ids.Add(name, id);
        }

        return id;
    }

    /// <summary>The number of a request's name; <see cref="Unknown"/> where no host has it.</summary>
    public int Find(string? name) =>
        string.IsNullOrEmpty(name) ? None : _ids.TryGetValue(name, out var id) ? id : Unknown;
}
