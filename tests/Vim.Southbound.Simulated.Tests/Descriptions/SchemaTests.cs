using System.Text.Json;
using Vim.Southbound.Simulated.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Vim.Southbound.Simulated.Tests.Descriptions;

public sealed class SchemaTests
{
    private static readonly JsonSchema Schema =
        new(JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Schema)).RootElement);

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(RepositoryFiles.Hosts, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_description_keeps_to_the_schema(string name) =>
        Assert.Empty(Schema.Check(Read(File.ReadAllText(RepositoryFiles.Host(name)))));

    [Fact]
    public void There_are_at_least_eight_descriptions() => Assert.True(Files.Count >= 8);

    [Theory]
    [InlineData("  model:", "  modell:")]
    [InlineData("memory: 97557100 KiB", "memory: 97557100 kB")]
    [InlineData("socket: 1", "socket: one")]
    [InlineData("\"0-38:2\"", "\"0 to 38\"")]
    [InlineData("carries_virtio: true", "carries_virtio: 1")]
    [InlineData("\"0000:86:00.0\":", "\"86:00.0\":")]
    [InlineData("create_fails: 0.001", "create_fails: 1.5")]
    public void The_schema_refuses_what_is_wrong(string right, string wrong)
    {
        var text = File.ReadAllText(RepositoryFiles.Host("dell-r740xd-2x-gold-6230"));
        Assert.Contains(right, text, StringComparison.Ordinal);
        Assert.NotEmpty(Schema.Check(Read(text.Replace(right, wrong, StringComparison.Ordinal))));
    }

    private static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents[0].RootNode;
    }
}
