using Vim.Cli.Deployment;
using Vim.Cli.Errors;
using Vim.Contracts.Model.V1;

namespace Vim.Cli.Tests.Deployment;

public sealed class ImaginedTextTests
{
    [Theory]
    [InlineData("2xhost-1", 2, "host-1")]
    [InlineData("host-1", 1, "host-1")]
    [InlineData("xeon-1", 1, "xeon-1")]
    [InlineData("box2x4", 1, "box2x4")]
    [InlineData("0xab", 1, "0xab")]
    public void Hosts_are_so_many_like_one(string text, int count, string host)
    {
        var hosts = ImaginedText.Hosts(text);
        Assert.Equal((count, host), (hosts.HostCount, hosts.LikeHostId));
    }

    [Fact]
    public void A_flavour_is_named_changed_or_imagined()
    {
        Assert.Equal(("gold", null), ImaginedText.Flavour("gold"));
        var (name, change) = ImaginedText.Flavour(
            "gold:vcpus=8,memory-mib=16384,numa-nodes=2,dedicated,isolate,huge-pages");
        Assert.Equal("gold", name);
        Assert.Equal(
            (8, 16L << 30, 2), (change!.VirtualCpuCount, change.MemoryBytes, change.NumaNodeCount));
        Assert.Equal((CpuPolicy.Dedicated, CpuThreadPolicy.Isolate), (change.CpuPolicy, change.ThreadPolicy));
        Assert.Equal(PageSizeKind.Large, change.PageSize.Kind);
        var (nobody, imagined) = ImaginedText.Flavour(":vcpus=2,memory-mib=1024,shared,small-pages,prefer");
        Assert.Equal("", nobody);
        Assert.False(imagined!.HasNumaNodeCount);
        Assert.Equal(PageSizeKind.Small, imagined.PageSize.Kind);
    }

    [Theory]
    [InlineData("gold:")]
    [InlineData("gold:big")]
    [InlineData("gold:vcpus")]
    [InlineData("gold:vcpus=-1")]
    [InlineData("gold:vcpus=99999999999")]
    [InlineData("gold:memory-mib=9999999999999999")]
    [InlineData("gold:dedicated=yes")]
    [InlineData("gold:require,,")]
    public void What_is_no_change_is_refused(string text)
    {
        var refusal = Assert.Throws<CliException>(() => ImaginedText.Flavour(text));
        Assert.Equal(ExitCodes.Usage, refusal.Error.ExitCode);
        Assert.StartsWith("--flavour: ", refusal.Error.Problem, StringComparison.Ordinal);
    }
}
