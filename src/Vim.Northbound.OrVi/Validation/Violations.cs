using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Google.Protobuf.Collections;
using Vim.Domain.Errors;
using Vim.Domain.Units;
using Vim.Northbound.OrVi.Errors;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// Gathers everything that is wrong with one request, by the path of the field as the proto file spells it.
/// </summary>
internal sealed class Violations
{
    public const int MaxIdLength = 255;
    public const int MaxNameLength = 255;
    public const int MaxPairs = 64;
    public const int MaxIds = 100;
    public const int MaxPairValueLength = 4096;

    /// <summary>Far above any host, and far below where sums of a few of them would overflow.</summary>
    public const long MaxBytes = 1L << 50;

    /// <summary>So many are told; a request with more has said enough.</summary>
    public const int MaxTold = 100;

    private readonly List<FieldViolation> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string field, string description)
    {
        if (_found.Count < MaxTold)
        {
            _found.Add(new(field, description));
        }
    }

    public void AddRange(IEnumerable<FieldViolation> violations)
    {
        foreach (var violation in violations)
        {
            Add(violation.Field, violation.Description);
        }
    }

    /// <summary>Notes a violation where it is <paramref name="broken"/>, and says whether it is.</summary>
    public bool If(bool broken, string field, string description)
    {
        if (broken)
        {
            Add(field, description);
        }

        return broken;
    }

    /// <summary>The same; the text is made only where it is needed.</summary>
    public bool If(
        bool broken, string field, [InterpolatedStringHandlerArgument(nameof(broken))] ref WhenBroken description)
    {
        if (broken)
        {
            Add(field, description.ToString());
        }

        return broken;
    }

    /// <summary>An identifier that must be given.</summary>
    public string Id(string field, string value)
    {
        if (Complaint(value) is { } complaint)
        {
            Add(field, complaint);
        }

        return value;
    }

    /// <summary>An identifier that may be absent; null then.</summary>
    public string? OptionalId(string field, bool given, string value)
    {
        if (!given)
        {
            return null;
        }

        return Id(field, value);
    }

    /// <summary>One to <see cref="MaxIds"/> identifiers, each once.</summary>
    public IReadOnlyList<string> Ids(string field, RepeatedField<string> values)
    {
        If(values.Count is 0 or > MaxIds, field, $"{values.Count} ids; give 1 to {MaxIds}");
        var seen = values.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        for (var index = 0; index < Math.Min(values.Count, MaxIds); index++)
        {
            if (Complaint(values[index]) is { } complaint)
            {
                Add($"{field}[{index}]", complaint);
            }

            if (seen?.Add(values[index]) == false)
            {
                Add($"{field}[{index}]", "is there twice");
            }
        }

        return values;
    }

    /// <summary>An amount of memory or storage; 0 where it is out of bounds.</summary>
    public MemorySize Size(string field, long bytes) =>
        If(bytes is < 0 or > MaxBytes, field, $"{bytes} is not 0 to {MaxBytes} bytes") ? default : new(bytes);

    /// <summary>A text of limited length.</summary>
    public string Text(string field, string value, int maxLength = MaxNameLength)
    {
        If(value.Length > maxLength, field, $"{value.Length} characters; at most {maxLength}");
        return value;
    }

    /// <summary>Key-value pairs: keys given, once each, everything of limited length.</summary>
    public ImmutableSortedDictionary<string, string> Pairs(string field, RepeatedField<KeyValuePair> pairs)
    {
        if (pairs.Count == 0)
        {
            return ImmutableSortedDictionary<string, string>.Empty;
        }

        If(pairs.Count > MaxPairs, field, $"{pairs.Count} pairs; at most {MaxPairs}");
        var result = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < pairs.Count; index++)
        {
            var (key, value) = (pairs[index].Key, pairs[index].Value);
            If(key.Length == 0 || !result.TryAdd(key, value), $"{field}[{index}].key", "must be given, and once only");
            Text($"{field}[{index}].key", key);
            Text($"{field}[{index}].value", value, MaxPairValueLength);
        }

        return result.ToImmutable();
    }

    /// <summary>A field that this VIM cannot honour: refused rather than dropped.</summary>
    public void NotSupported(bool given, string field) =>
        If(given, field, "is not supported; leave it out");

    /// <summary>
    /// Ends the call with one INVALID_ARGUMENT that names every bad field; goes on where there is none.
    /// </summary>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw ErrorTable.Refusal(new VimError
            {
                Code = ErrorCodes.InvalidArgument,
                Message = string.Join("; ", _found.Select(violation => $"{violation.Field}: {violation.Description}")),
                Fields = [.. _found],
            });
        }
    }

    private static string? Complaint(string id) => id.Length switch
    {
        0 => "must be given",
        > MaxIdLength => $"{id.Length} characters; at most {MaxIdLength}",
        _ => IsPlain(id) ? null : "must have neither spaces nor slashes nor control characters",
    };

    private static bool IsPlain(string id)
    {
        foreach (var character in id)
        {
            if (character == '/' || char.IsControl(character) || char.IsWhiteSpace(character))
            {
                return false;
            }
        }

        return true;
    }
}
