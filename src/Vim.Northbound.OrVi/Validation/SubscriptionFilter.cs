using System.Collections.Immutable;
using Vim.Domain.Identity;
using Vim.Domain.Subscriptions;
using Vim.Northbound.OrVi.Filters;

namespace Vim.Northbound.OrVi.Validation;

/// <summary>
/// The filter of a compute change subscription: changeType, virtualisedResourceId and zoneId, each at most once, with
/// eq or in. It becomes a <see cref="ChangeFilter"/>, which the engine keeps and applies.
/// </summary>
internal static class SubscriptionFilter
{
    private const string ChangeTypeName = "changeType";
    private const string ResourceName = "virtualisedResourceId";
    private const string ZoneName = "zoneId";

    private static readonly (string Word, ChangeType Type)[] Words =
    [
        ("ALLOCATED", ChangeType.Created),
        ("UPDATED", ChangeType.Updated),
        ("TERMINATED", ChangeType.Deleted),
    ];

    /// <summary>Reads a filter.</summary>
    /// <exception cref="FilterException">It is none of this kind.</exception>
    public static ChangeFilter Read(string text)
    {
        var filter = new ChangeFilter { Kinds = [ResourceKind.Compute] };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in FilterParser.Parse(text))
        {
            if (!seen.Add(term.Attribute))
            {
                throw new FilterException($"{term.Attribute} is there twice; use in");
            }

            if (term.Operator != FilterOperator.In)
            {
                throw new FilterException($"{term.Attribute}: a subscription's filter knows eq and in only");
            }

            filter = term.Attribute switch
            {
                ChangeTypeName => filter with { Types = [.. term.Values.Select(TypeOf)] },
                ResourceName => filter with { ResourceIds = term.Values },
                ZoneName => filter with { Zones = [.. term.Values.Select(zone => new ZoneId(zone))] },
                _ => throw new FilterException(
                    $"\"{term.Attribute}\" is none of {ChangeTypeName}, {ResourceName}, {ZoneName}"),
            };
        }

        return filter;
    }

    /// <summary>The filter's text.</summary>
    public static string Write(ChangeFilter filter) => string.Join(';', new[]
    {
        Term(ChangeTypeName, [.. filter.Types.Select(type => Words.First(word => word.Type == type).Word)]),
        Term(ResourceName, filter.ResourceIds),
        Term(ZoneName, [.. filter.Zones.Select(zone => zone.Value)]),
    }.Where(term => term.Length > 0));

    private static ChangeType TypeOf(string word)
    {
        foreach (var (known, type) in Words)
        {
            if (known == word)
            {
                return type;
            }
        }

        throw new FilterException($"\"{word}\" is none of ALLOCATED, UPDATED, TERMINATED");
    }

    private static string Term(string name, ImmutableArray<string> values) =>
        values.IsEmpty ? "" : $"(in,{name},{string.Join(',', values.Select(Quoted))})";

    private static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
