namespace Vim.Benchmarks.Tests.Traces;

public sealed class CsvRowTests
{
    [Fact]
    public void A_double_is_half_on_each_node_and_a_single_whole_on_one()
    {
        var rows = CsvRow.Read("file", ["vmid,cpu,mem,at,lt", "0,4.0,16,1.5,2", "1,3,8,2,3"], "vmid,cpu,mem,at,lt");
        Assert.Equal(
            [new SpaneRequest(2, 8, true, 1.5, 2), new SpaneRequest(3, 8, false, 2, 3)],
            rows.Select(SpaneTrace.RequestOf));
    }

    [Theory]
    [InlineData("cpu", "0,4,16,1,2", "file:1: the columns are not vmid,cpu,mem,at,lt")]
    [InlineData("vmid,cpu,mem,at,lt", "0,4", "file:2: 2 cells, not 5")]
    [InlineData("vmid,cpu,mem,at,lt", "0,four,16,1,2", "file:2: \"four\" is no number")]
    [InlineData("vmid,cpu,mem,at,lt", "0,1.5,2,1,2", "file:2: \"1.5\" is no whole number")]
    [InlineData("vmid,cpu,mem,at,lt", "0,3,16,1,2", "file:2: \"3\" does not split into 2 whole parts")]
    public void A_bad_row_is_told_with_its_place(string header, string row, string problem)
    {
        var error = Assert.Throws<InvalidDataException>(
            () => CsvRow.Read("file", [header, row], "vmid,cpu,mem,at,lt").Select(SpaneTrace.RequestOf).ToList());
        Assert.Equal(problem, error.Message);
    }

    [Fact]
    public void Without_a_folder_the_benchmark_says_what_it_lacks()
    {
        var reason = Assert.Throws<BenchmarkSkippedException>(() => SpaneTrace.Read(new(null)));
        Assert.Contains("--data", reason.Message, StringComparison.Ordinal);
        Assert.Throws<BenchmarkSkippedException>(() => SpaneTrace.Read(new("/does/not/exist")));
    }
}
