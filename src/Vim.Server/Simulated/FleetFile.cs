using System.Globalization;
using Vim.Server.Options;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Vim.Server.Simulated;

/// <summary>
/// A fleet of simulated hosts to run inside <c>vimd</c>: which host descriptions, under which ids, in which zones.
/// <code>
/// hosts:
///   - {id: h1, zone: zone-1, rack: r1, fault_domain: feed-a, description: ../hosts/dell-r740xd-2x-gold-6230.yaml}
///   - {id: h, count: 20, zone: zone-2, description: ../hosts/dell-r750-2x-gold-6330.yaml}   # h-1 ... h-20
/// </code>
/// </summary>
internal static class FleetFile
{
    private const int MaxHosts = 20_000;

    /// <summary>Every host of the file, in order.</summary>
    /// <exception cref="OptionException">The file cannot be read, or says something that makes no sense.</exception>
    public static IReadOnlyList<FleetHost> Read(FileInfo file)
    {
        try
        {
            var document = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance)
                .WithDuplicateKeyChecking().Build().Deserialize<Document>(File.ReadAllText(file.FullName));
            var hosts = (document?.Hosts ?? []).SelectMany(entry => Expand(entry, file)).ToList();
            Require(hosts.Count > 0, file, "has no hosts");
            Require(hosts.Count <= MaxHosts, file, $"has {hosts.Count} hosts; at most {MaxHosts}");
            var twice = hosts.GroupBy(host => host.Id).FirstOrDefault(group => group.Count() > 1);
            Require(twice is null, file, $"has host {twice?.Key} twice");
            return hosts;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new OptionException($"the fleet file {file.FullName} cannot be used: {problem.Message}");
        }
    }

    private static IEnumerable<FleetHost> Expand(Entry entry, FileInfo file)
    {
        Require(
            entry.Id is not null && entry.Zone is not null && entry.Description is not null,
            file,
            "has a host without id, zone or description");
        Require(entry.Count is null or >= 1, file, $"has count {entry.Count} at {entry.Id}; 1 or more");
        var description = new FileInfo(Path.Combine(file.DirectoryName!, entry.Description!));
        return Enumerable.Range(1, entry.Count ?? 1).Select(number => new FleetHost(
            entry.Count is null ? entry.Id! : string.Create(CultureInfo.InvariantCulture, $"{entry.Id}-{number}"),
            entry.Zone!,
            entry.Rack ?? "",
            entry.FaultDomain ?? "",
            description));
    }

    private static void Require(bool holds, FileInfo file, string complaint)
    {
        if (!holds)
        {
            throw new OptionException($"the fleet file {file.FullName} {complaint}");
        }
    }

    private sealed class Document
    {
        public List<Entry>? Hosts { get; init; }
    }

    private sealed class Entry
    {
        public string? Id { get; init; }

        public int? Count { get; init; }

        public string? Zone { get; init; }

        public string? Rack { get; init; }

        public string? FaultDomain { get; init; }

        public string? Description { get; init; }
    }
}

/// <summary>One simulated host.</summary>
internal sealed record FleetHost(string Id, string Zone, string Rack, string FaultDomain, FileInfo Description);
