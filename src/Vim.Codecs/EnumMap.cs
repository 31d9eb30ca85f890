namespace Vim.Codecs;

/// <summary>
/// Two enumerations of the same names: the domain's, and the wire's with <c>Unspecified</c> besides. Checked once, when
/// the map is made, so that neither can grow alone.
/// </summary>
internal sealed class EnumMap<TDomain, TProto>
    where TDomain : struct, Enum
    where TProto : struct, Enum
{
    private readonly TProto[] _toProto;
    private readonly TDomain?[] _toDomain;

    public EnumMap()
    {
        var protos = Enum.GetValues<TProto>().ToDictionary(value => value.ToString(), StringComparer.Ordinal);
        protos.Remove("Unspecified");
        var domains = Enum.GetValues<TDomain>();
        if (protos.Count != domains.Length || !domains.All(value => protos.ContainsKey(value.ToString())))
        {
            throw new InvalidOperationException(
                $"{typeof(TDomain)} and {typeof(TProto)} have different names: extend both");
        }

        _toProto = new TProto[domains.Length];
        _toDomain = new TDomain?[1 + protos.Values.Max(value => Convert.ToInt32(value, null))];
        foreach (var domain in domains)
        {
            var proto = protos[domain.ToString()];
            _toProto[Convert.ToInt32(domain, null)] = proto;
            _toDomain[Convert.ToInt32(proto, null)] = domain;
        }
    }

    public TProto ToProto(TDomain value) =>
        _toProto[System.Runtime.CompilerServices.Unsafe.As<TDomain, int>(ref value)];

    /// <exception cref="FormatException">The value is unspecified or of a newer version.</exception>
    public TDomain ToDomain(TProto value)
    {
        var number = System.Runtime.CompilerServices.Unsafe.As<TProto, int>(ref value);
        return number >= 0 && number < _toDomain.Length && _toDomain[number] is { } domain
            ? domain
            : throw new FormatException($"{typeof(TProto).Name} {number} is not known to this version");
    }
}
