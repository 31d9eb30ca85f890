using Google.Protobuf.WellKnownTypes;
using Vim.Cli.Errors;
using Vim.Cli.Output;
using Vim.Cli.Rendering;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Rendering;

/// <summary>What people look at, as they saw it when it was found good.</summary>
public sealed class PictureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddHours(1);

    [Fact]
    public void A_host_with_three_computes() => Golden.Check(
        "output/host.txt",
        Drawing.Of(screen => new HostPicture(screen, Samples.Host(), Samples.Computes()).Write()));

    [Fact]
    public void A_compute() => Golden.Check(
        "output/compute.txt", Drawing.Of(screen => new ComputePicture(screen, Samples.Computes()[0], Now).Write()));

    [Fact]
    public void Computes_in_a_table() => Golden.Check(
        "output/computes.txt",
        Drawing.Of(screen => ComputeTable.Write(screen, Samples.Computes(), isWide: false, Now)));

    [Fact]
    public void Where_everything_landed() => Golden.Check(
        "output/placements.txt", Drawing.Of(screen => PlacementTable.Write(screen, Samples.Computes())));

    [Fact]
    public void Every_vCPU_and_page_and_function_is_in_the_rows()
    {
        foreach (var compute in Samples.Computes())
        {
            var placement = compute.EffectivePlacement;
            var rows = PlacementRows.Of(placement, compute.Epa, compute.VirtualCpu.NumVirtualCpu).ToList();

            var shown = rows.Where(row => row.What.StartsWith("vCPU ", StringComparison.Ordinal))
                .SelectMany(row => CpuList.Parse(row.What["vCPU ".Length..])).Order();
            Assert.Equal(Enumerable.Range(0, compute.VirtualCpu.NumVirtualCpu), shown);
            Assert.Equal(
                placement.Nodes.Count + (placement.FloatingMemoryBytes > 0 ? 1 : 0),
                rows.Count(row => row.What.StartsWith("memory ", StringComparison.Ordinal)));
            Assert.Equal(
                placement.Vnics.Count, rows.Count(row => row.What.StartsWith("vNIC ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void An_error_with_all_its_parts() => Golden.Check(
        "output/error.txt",
        Drawing.Of(screen => ErrorWriter.Write(screen, OutputFormat.Table, new CliError
        {
            ExitCode = ExitCodes.Refused,
            Code = "vim.placement.no_feasible_host",
            Problem = "compute fw-1: no host fits",
            Where = "AllocateVirtualisedComputeResource at http://127.0.0.1:50051/",
            Remedy = "ask for less, choose another zone, or free what is listed",
            Infeasible = Samples.NoRoom(),
        })));

    [Fact]
    public void Bars_are_full_only_when_all_is_taken()
    {
        Assert.Equal("░░░░", Text(Bar.Of(0, 100, 4)));
        Assert.Equal("█░░░", Text(Bar.Of(1, 100, 4)));
        Assert.Equal("███░", Text(Bar.Of(99, 100, 4)));
        Assert.Equal("████", Text(Bar.Of(100, 100, 4)));
        Assert.Equal("░░░░", Text(Bar.Of(0, 0, 4)));
    }

    [Fact]
    public void Ages_are_of_the_creation()
    {
        var compute = Samples.Computes()[0].Clone();
        compute.CreatedAt = Timestamp.FromDateTimeOffset(Now.AddMinutes(-5));

        var text = Drawing.Of(screen => ComputeTable.Write(screen, [compute], isWide: false, Now));

        Assert.Contains("5 min", text, StringComparison.Ordinal);
    }

    private static string Text(Span[] spans) => string.Concat(spans.Select(span => span.Text));
}
