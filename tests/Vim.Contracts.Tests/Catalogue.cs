using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Vim.Contracts.Tests;

/// <summary>etsi-models/ifa005, read strictly: a key that is not known here fails the test run.</summary>
internal static class Catalogue
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .Build();

    private static string Folder => Checkout.At("etsi-models", "ifa005");

    public static IReadOnlyList<InterfaceEntry> Interfaces { get; } =
        [.. Files("interfaces").Select(Read<InterfaceEntry>)];

    public static IReadOnlyList<ElementGroup> Elements { get; } = [.. Files("elements").Select(Read<ElementGroup>)];

    public static IReadOnlyList<EnumerationEntry> Enumerations { get; } =
        Read<EnumerationFile>(Path.Combine(Folder, "enumerations.yaml")).Enumerations;

    public static IReadOnlyList<DeviationEntry> Deviations { get; } =
        Read<DeviationFile>(Path.Combine(Folder, "deviations.yaml")).Deviations;

    public static IReadOnlyList<ExtensionEntry> Extensions { get; } =
        Read<ExtensionFile>(Path.Combine(Folder, "extensions.yaml")).Extensions;

    /// <summary>Every catalogued list of attributes with the message that carries it.</summary>
    public static IEnumerable<(string Message, IReadOnlyList<AttributeEntry> Attributes)> Carriers =>
        Elements.SelectMany(group => group.Elements)
            .Select(element => (element.Name, (IReadOnlyList<AttributeEntry>)element.Attributes))
            .Concat(Interfaces.SelectMany(entry => entry.Operations).SelectMany(operation => new[]
            {
                (operation.Request, (IReadOnlyList<AttributeEntry>)operation.In),
                (operation.Response, (IReadOnlyList<AttributeEntry>)operation.Out),
            }));

    private static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(Path.Combine(Folder, folder), "*.yaml").Order(StringComparer.Ordinal);

    private static T Read<T>(string path)
    {
        using var reader = File.OpenText(path);
        return Yaml.Deserialize<T>(reader);
    }
}
