namespace Vim.Domain.Hosts;

/// <summary>
/// Limits of host aggregates: named sets of hosts that operators keep (as OpenStack's, less their metadata). A host is
/// in any number of them up to the limit; an aggregate is there while a host is in it.
/// </summary>
public static class HostAggregateRules
{
    /// <summary>The most aggregates of one host, and of one request.</summary>
    public const int MaxAggregates = 64;

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? ComplaintOf(string name)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            return $"has {name.Length} characters; 1 to {MaxNameLength} are possible";
        }

        foreach (var character in name)
        {
            if (character == '/' || char.IsControl(character) || char.IsWhiteSpace(character))
            {
                return "must have neither spaces nor slashes nor control characters";
            }
        }

        return null;
    }
}
