using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using YamlDotNet.Serialization;

namespace Vim.Cli.Output;

/// <summary>Messages as JSON and YAML: protobuf's JSON mapping, every field without presence written out.</summary>
internal static class MessageText
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly ISerializer YamlSerializer = new SerializerBuilder().WithQuotingNecessaryStrings().Build();

    public static JsonNode ToNode(IMessage message) => JsonNode.Parse(Formatter.Format(message))!;

    public static JsonArray ToNode(IEnumerable<IMessage> messages) => new([.. messages.Select(ToNode)]);

    public static string ToJson(JsonNode node) => node.ToJsonString(Indented);

    public static string ToYaml(JsonNode node) => YamlSerializer.Serialize(ToPlain(node) ?? "").TrimEnd('\n');

    private static object? ToPlain(JsonNode? node) => node switch
    {
        JsonObject map => map.ToDictionary(entry => entry.Key, entry => ToPlain(entry.Value)),
        JsonArray list => list.Select(ToPlain).ToList(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.TryGetValue<long>(out var whole) ? whole : value.GetValue<double>(),
            _ => null,
        },
        _ => null,
    };
}
