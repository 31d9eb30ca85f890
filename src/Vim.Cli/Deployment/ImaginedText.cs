using System.Globalization;
using Vim.Cli.Errors;
using Vim.Contracts.Admin.V1;
using Vim.Contracts.Model.V1;

namespace Vim.Cli.Deployment;

/// <summary>What is imagined, as it is written on a command line.</summary>
internal static class ImaginedText
{
    /// <summary><c>2xhost-1</c>, or <c>host-1</c> for one.</summary>
    public static AddedHosts Hosts(string text)
    {
        var cross = text.IndexOf('x', StringComparison.Ordinal);
        var count = 0;
        return cross > 0
            && int.TryParse(text[..cross], NumberStyles.None, CultureInfo.InvariantCulture, out count)
            && count > 0
            ? new() { HostCount = count, LikeHostId = text[(cross + 1)..] }
            : new() { HostCount = 1, LikeHostId = text };
    }

    /// <summary><c>NAME</c>, <c>NAME:CHANGES</c> or <c>:CHANGES</c>; changes are separated by commas.</summary>
    public static (string Name, FlavourChange? Change) Flavour(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (text, null);
        }

        var change = new FlavourChange();
        foreach (var part in text[(colon + 1)..].Split(','))
        {
            var (key, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            Apply(change, key, value, part);
        }

        return (text[..colon], change);
    }

    private static void Apply(FlavourChange change, string key, string value, string part)
    {
        switch (key)
        {
            case "vcpus":
                change.VirtualCpuCount = (int)Number(part, value, int.MaxValue);
                break;
            case "memory-mib":
                change.MemoryBytes = Number(part, value, long.MaxValue >> 20) << 20;
                break;
            case "numa-nodes":
                change.NumaNodeCount = (int)Number(part, value, int.MaxValue);
                break;
            case "dedicated" when value.Length == 0:
                change.CpuPolicy = CpuPolicy.Dedicated;
                break;
            case "shared" when value.Length == 0:
                change.CpuPolicy = CpuPolicy.Shared;
                break;
            case "isolate" or "require" or "prefer" when value.Length == 0:
                change.ThreadPolicy = Enum.Parse<CpuThreadPolicy>(key, ignoreCase: true);
                break;
            case "huge-pages" when value.Length == 0:
                change.PageSize = new() { Kind = PageSizeKind.Large };
                break;
            case "small-pages" when value.Length == 0:
                change.PageSize = new() { Kind = PageSizeKind.Small };
                break;
            default:
                throw CliException.Usage(
                    $"--flavour: \"{part}\" is no change of a flavour",
                    "write vcpus=N, memory-mib=N, numa-nodes=N, dedicated, shared, prefer, isolate, require, "
                    + "huge-pages or small-pages");
        }
    }

    private static long Number(string part, string value, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw CliException.Usage($"--flavour: \"{part}\" has no number", "write such as vcpus=8");
}
