using Google.Protobuf;
using Vim.Engine.Codecs;
using Vim.Engine.Tests.Support;
using Vim.Persistence;

namespace Vim.Engine.Tests;

/// <summary>
/// The bytes of every persisted event, as first released. A golden file is never edited: a change of an encoding is a
/// field more, or a new type with an upcaster. With VIM_WRITE_GOLDEN=1 files that are missing are written.
/// </summary>
public sealed class GoldenEventTests
{
    public static TheoryData<string> Names => [.. EventSamples.All.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Old_bytes_are_still_read_and_new_bytes_are_the_same(string name)
    {
        var codec = new EventCodec();
        var @event = EventSamples.All.Single(sample => sample.Name == name).Event;
        var type = codec.TypeOf(@event);
        var bytes = type.ToMessage(@event).ToByteArray();
        var path = Path.Combine(GoldenFolder(), $"{name}.hex");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("VIM_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(path, Convert.ToHexStringLower(bytes) + "\n");
        }

        var golden = Convert.FromHexString(File.ReadAllText(path).Trim());
        Assert.Equal(Convert.ToHexStringLower(golden), Convert.ToHexStringLower(bytes));
        var read = codec.Read(type.Name, EventType.Version, golden);
        Assert.IsType(@event.GetType(), read);
        Assert.Equal(golden, type.ToMessage(read).ToByteArray());
    }

    [Fact]
    public void Every_persisted_type_has_a_sample_and_every_file_a_type()
    {
        var samples = EventSamples.All.Select(sample => sample.Event.GetType()).ToHashSet();
        Assert.Equal(
            new EventCodec().Types.Select(type => type.Name).Order(StringComparer.Ordinal),
            samples.Select(type => type.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            EventSamples.All.Select(sample => sample.Name).Order(StringComparer.Ordinal),
            Directory.GetFiles(GoldenFolder(), "*.hex")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Events_of_newer_programs_and_damaged_ones_are_refused_by_name()
    {
        var codec = new EventCodec();
        Assert.Equal(
            JournalErrorCodes.NewerEvent,
            Assert.Throws<JournalException>(() => codec.Read("ComputePlaced", 2, [])).Error.Code);
        Assert.Equal(
            JournalErrorCodes.NewerEvent,
            Assert.Throws<JournalException>(() => codec.Read("ComputeTeleported", 1, [])).Error.Code);
        Assert.Equal(
            JournalErrorCodes.Damaged,
            Assert.Throws<JournalException>(() => codec.Read("ComputePlaced", 1, [0xff, 0xff])).Error.Code);
    }

    private static string GoldenFolder() => Checkout.At("tests", "Vim.Engine.Tests", "golden", "v1");
}
