namespace Vim.Northbound.OrVi.Filters;

/// <summary>
/// What filters on a <typeparamref name="T"/> may speak of: ETSI's attribute names and how to read them.
/// </summary>
internal sealed class FilterSchema<T>
{
    private readonly SortedDictionary<string, FilterAttribute<T>> _attributes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Func<T, string, string?>> _maps = new(StringComparer.Ordinal);

    /// <summary>An attribute of text; null and absent values match nothing.</summary>
    public FilterSchema<T> Text(string name, Func<T, string?> read) =>
        Texts(name, item => read(item) is { } value ? [value] : []);

    /// <summary>An attribute with several texts.</summary>
    public FilterSchema<T> Texts(string name, Func<T, IEnumerable<string>> read)
    {
        _attributes.Add(name, new(read, Number: null));
        return this;
    }

    /// <summary>A number, which can be ordered too.</summary>
    public FilterSchema<T> Number(string name, Func<T, long> read)
    {
        _attributes.Add(name, new(Text: null, item => read(item)));
        return this;
    }

    /// <summary>Key-value pairs, spoken of as <c>name/key</c>.</summary>
    public FilterSchema<T> Map(string name, Func<T, string, string?> read)
    {
        _maps.Add(name, read);
        return this;
    }

    /// <summary>The filter that <paramref name="text"/> says.</summary>
    /// <exception cref="FilterException">Malformed, or of an attribute that is not here.</exception>
    public Filter<T> Compile(string text) =>
        new([.. FilterParser.Parse(text).Select(term => FilterTest<T>.Of(Find(term.Attribute), term))]);

    private FilterAttribute<T> Find(string name)
    {
        if (_attributes.TryGetValue(name, out var attribute))
        {
            return attribute;
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && _maps.TryGetValue(name[..slash], out var map))
        {
            var key = name[(slash + 1)..];
            return new(item => map(item, key) is { } value ? [value] : [], Number: null);
        }

        var known = string.Join(", ", _attributes.Keys.Concat(_maps.Keys.Select(map => $"{map}/<key>")));
        throw new FilterException($"\"{name}\" is none of {known}");
    }
}

/// <summary>How to read an attribute: as texts or as a number.</summary>
internal sealed record FilterAttribute<T>(Func<T, IEnumerable<string>>? Text, Func<T, long>? Number);
