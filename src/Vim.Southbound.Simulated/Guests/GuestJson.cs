using System.Text.Json;
using System.Text.Json.Serialization;
using Vim.Domain.Identity;
using Vim.Domain.Topology;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>One line of a guest file: exactly one of the three is set.</summary>
internal sealed record GuestLogLine
{
    public required HostId Host { get; init; }

    public SimulatedGuest? Put { get; init; }

    public ComputeId? Remove { get; init; }

    public int? Reboots { get; init; }
}

/// <summary>How guests are written as JSON.</summary>
internal static class GuestJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<HostId>(text => new(text), id => id.Value),
            new TextConverter<ComputeId>(text => new(text), id => id.Value),
            new TextConverter<CpuSet>(CpuSet.Parse, set => set.ToString()),
            new TextConverter<PciAddress>(PciAddress.Parse, address => address.ToString()),
        },
    };

    private sealed class TextConverter<T>(Func<string, T> read, Func<T, string> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return read(reader.GetString() ?? throw new JsonException("null is not a value here"));
            }
            catch (Exception exception) when (exception is FormatException or InvalidOperationException)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(write(value));
    }
}
