using Google.Protobuf.Reflection;

namespace Vim.Contracts.Tests;

/// <summary>
/// The proto files against golden/*.txt, one file a package. A line that is gone breaks clients or stored records; a
/// line that is new is harmless, but is written down as well, so that it is reviewed.
/// </summary>
public sealed class ProtoSurfaceTests
{
    private const string Update = "VIM_UPDATE_GOLDEN";

    public static TheoryData<string> Packages => [.. ProtoFiles.All.Select(file => file.Package).Distinct()];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_surface_of_a_package_is_the_one_written_down(string package)
    {
        var path = Checkout.At("tests", "Vim.Contracts.Tests", "golden", $"{package}.txt");
        var actual = ProtoSurface.Lines(ProtoFiles.All.Where(file => file.Package == package))
            .Order(StringComparer.Ordinal)
            .ToList();
        var golden = File.Exists(path) ? File.ReadAllLines(path) : [];
        var gone = golden.Except(actual).ToList();
        var added = actual.Except(golden).ToList();
        var wish = Environment.GetEnvironmentVariable(Update);
        if (wish == "breaking" || (wish == "1" && gone.Count == 0))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
            return;
        }

        Assert.True(gone.Count == 0, $"""
            Breaking: {gone.Count} lines of {path} are no longer true.
            Peers and stored records of before depend on them.
            Keep the old field, message or call and add a new one beside it. Where a break is meant and nothing released
            has it, run this test with {Update}=breaking and commit the file.
            {string.Join('\n', gone)}
            """);
        Assert.True(added.Count == 0, $"""
            {added.Count} lines are not in {path}. Run this test with {Update}=1 and commit the file.
            {string.Join('\n', added)}
            """);
    }

    [Fact]
    public void Every_surface_written_down_is_of_a_package_that_exists() =>
        Assert.Equal(
            ProtoFiles.All.Select(file => file.Package).Distinct().Order(StringComparer.Ordinal),
            Directory.GetFiles(Checkout.At("tests", "Vim.Contracts.Tests", "golden"), "*.txt")
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal));

    [Fact]
    public void The_surface_tells_a_renumbered_and_a_retyped_field()
    {
        var lines = ProtoSurface.Lines([Nfv.OrVi.V1.KeyValuePair.Descriptor.File]).ToList();
        Assert.Contains("field nfv.orvi.v1.KeyValuePair 2 string value", lines);
        Assert.Contains("field nfv.orvi.v1.DataSize 1 int64 bytes", lines);
        Assert.Contains("message nfv.orvi.v1.Filter", lines);
    }

    [Fact]
    public void Journal_and_agent_do_not_depend_on_the_northbound_api()
    {
        var wrong = ProtoFiles.All
            .Where(file => file.Package.StartsWith("vim.", StringComparison.Ordinal))
            .SelectMany(file => file.Dependencies.Select(dependency => (file, dependency)))
            .Where(pair => pair.dependency.Package.StartsWith("nfv.", StringComparison.Ordinal))
            .Select(pair => $"{pair.file.Name} imports {pair.dependency.Name}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Raw_numbers_of_the_projects_own_messages_name_their_unit_or_count_something()
    {
        string[] units =
        [
            "_bytes", "_bits_per_second", "_count", "_ratio", "_size", "_id", "_number", "_node", "_version", "_cpu",
            "_address", "_addresses", "_failed", "_failed_first", "_failed_only", "_sequence", "_ms",
        ];
        string[] plain =
        [
            "id", "bytes", "hertz", "bits_per_second", "words", "count", "incarnation", "epoch", "sequence",
            "distances", "wanted", "available", "score", "position", "number", "grant", "up_to", "high", "low",
            "priority",
        ];
        var wrong = ProtoFiles.All
            .Where(file => file.Package.StartsWith("vim.", StringComparison.Ordinal)
                || file.Name.EndsWith("epa.proto", StringComparison.Ordinal)
                || file.Name.Contains("placement", StringComparison.Ordinal))
            .SelectMany(file => file.MessageTypes)
            .SelectMany(message => message.Fields.InFieldNumberOrder())
            .Where(IsNumber)
            .Where(field => !plain.Contains(field.Name)
                && !units.Any(unit => field.Name.EndsWith(unit, StringComparison.Ordinal)))
            .Select(field => field.FullName);
        Assert.Empty(wrong);
    }

    private static bool IsNumber(FieldDescriptor field) => field.FieldType is
        FieldType.Int32 or FieldType.Int64 or FieldType.UInt32 or FieldType.UInt64
        or FieldType.Fixed32 or FieldType.Fixed64 or FieldType.Double or FieldType.Float;
}
