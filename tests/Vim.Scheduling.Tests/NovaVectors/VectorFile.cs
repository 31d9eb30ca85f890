using System.Text.Json;

namespace Vim.Scheduling.Tests.NovaVectors;

/// <summary>One recorded question to OpenStack Nova with its answer.</summary>
public sealed record VectorCase(string Id, JsonElement Root)
{
    public JsonElement Input => Root.GetProperty("input");

    public JsonElement Answer => Root.GetProperty("nova");
}

/// <summary>The recorded answers of Nova 26.2, in the folder that VIM_DATA names.</summary>
internal static class VectorFile
{
    public static IReadOnlyList<VectorCase> Read(string category)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(RealData.At("nova-vectors", "vectors.json")));
        return
        [
            .. file.RootElement.GetProperty("cases").EnumerateArray()
                .Where(item => item.GetProperty("category").GetString() == category)
                .Select(item => new VectorCase(item.GetProperty("id").GetString()!, item.Clone())),
        ];
    }

    /// <summary>A property that is there and not null.</summary>
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static int[] Ints(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetInt32())];

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
