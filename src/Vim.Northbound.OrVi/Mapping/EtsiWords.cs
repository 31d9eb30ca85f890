using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Vim.Northbound.OrVi.Mapping;

/// <summary>ETSI's literals of enum values, as filters spell them: <c>RUNNING</c>, <c>ANTI_AFFINITY</c>.</summary>
internal static partial class EtsiWords
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        Cache<T>.Words.GetOrAdd(value, static value => Hump().Replace(value.ToString(), "_$1").ToUpperInvariant());

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Hump();

    private static class Cache<T>
        where T : struct, Enum
    {
        public static ConcurrentDictionary<T, string> Words { get; } = new();
    }
}
