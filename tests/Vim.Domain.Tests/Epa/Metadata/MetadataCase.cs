using System.Collections.Immutable;
using Vim.Domain.Epa.Metadata;
using Vim.Domain.Requests;
using Vim.Domain.Units;

namespace Vim.Domain.Tests.Epa.Metadata;

/// <summary>Metadata in one line, <c>key=value; key=value</c>, and what was understood of it in another.</summary>
internal static class MetadataCase
{
    /// <summary>Reads metadata of a flavour of 4 vCPUs, 4 GiB and 40 GiB of storage.</summary>
    public static MetadataReading Read(string flavour, string image = "", EpaParts? typed = null, int vcpus = 4) =>
        FlavourMetadata.Read(new()
        {
            VirtualCpuCount = vcpus,
            Memory = MemorySize.FromGiB(4),
            LocalStorage = MemorySize.FromGiB(40),
            Flavour = Entries(flavour),
            Image = Entries(image),
            Typed = typed ?? EpaParts.None,
        });

    /// <summary>What was understood; fails where anything was refused.</summary>
    public static string Understood(string flavour, string image = "", EpaParts? typed = null, int vcpus = 4)
    {
        var reading = Read(flavour, image, typed, vcpus);
        Assert.Empty(reading.Refusals.Select(refusal => refusal.ToString()));
        return Describe(reading.Parts);
    }

    /// <summary>Requires one refusal and no other: of this key, with these words.</summary>
    public static void RequireRefusal(string key, string words, MetadataReading reading)
    {
        var refusal = Assert.Single(reading.Refusals);
        Assert.Equal(key, refusal.Key);
        Assert.Contains(words, refusal.Description, StringComparison.Ordinal);
    }

    private static string Describe(EpaParts parts) => string.Join("; ", Parts(parts));

    private static IEnumerable<string> Parts(EpaParts parts)
    {
        (string Name, object? Value)[] single =
        [
            ("cpus", parts.CpuPolicy),
            ("dedicated", parts.DedicatedVirtualCpus),
            ("threads", parts.ThreadPolicy),
            ("emulator", parts.EmulatorThreads),
            ("real-time", parts.RealTimeVirtualCpus),
            ("pages", parts.PageSize),
            ("pci", parts.PciNumaPolicy),
            ("topology", parts.GuestCpuTopology is { } shape ? $"{shape.Sockets}x{shape.Cores}x{shape.Threads}" : null),
        ];
        foreach (var (name, value) in single.Where(part => part.Value is not null))
        {
            yield return $"{name} {value}";
        }

        foreach (var node in parts.NumaNodes)
        {
            yield return $"node {node.Id}: {node.VirtualCpus}, {node.Memory}";
        }

        foreach (var device in parts.Devices)
        {
            yield return $"{device.Count} of {device.Alias ?? $"{device.VendorId:x4}:{device.DeviceId:x4}"}";
        }

        foreach (var trait in parts.RequiredTraits.Concat(parts.ForbiddenTraits.Select(name => $"not {name}")))
        {
            yield return trait;
        }
    }

    private static ImmutableArray<MetadataEntry> Entries(string line) =>
    [
        .. line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split('=', 2))
            .Select(pair => new MetadataEntry(pair[0], pair[1])),
    ];
}
