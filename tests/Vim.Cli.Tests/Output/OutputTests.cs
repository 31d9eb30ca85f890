using Nfv.OrVi.V1;
using Vim.Cli.Client;
using Vim.Cli.Output;
using Vim.Cli.Tests.Support;

namespace Vim.Cli.Tests.Output;

public sealed class OutputTests
{
    [Theory]
    [InlineData("0-3,8", "0-3,8")]
    [InlineData("8,0,1,2,3", "0-3,8")]
    [InlineData("5", "5")]
    [InlineData("", "-")]
    public void Lists_of_CPUs_go_in_and_out(string text, string expected) =>
        Assert.Equal(expected, CpuList.Format(CpuList.Parse(text)));

    [Theory]
    [InlineData("a")]
    [InlineData("1-")]
    [InlineData("99999999")]
    public void What_is_no_list_of_CPUs_is_refused(string text) =>
        Assert.Throws<FormatException>(() => CpuList.Parse(text));

    [Fact]
    public void Masks_become_CPUs() =>
        Assert.Equal([0, 2, 63, 64, 127], CpuList.FromMask([0x8000_0000_0000_0005, 0x8000_0000_0000_0001]));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1L << 30, "1 GiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    [InlineData(512L << 20, "512 MiB")]
    public void Sizes_are_binary(long bytes, string expected) => Assert.Equal(expected, Units.Bytes(bytes));

    [Theory]
    [InlineData(2_500_000_000, "2.5 Gbit/s")]
    [InlineData(100_000_000, "100 Mbit/s")]
    [InlineData(999, "999 bit/s")]
    public void Rates_are_decimal(long bits, string expected) => Assert.Equal(expected, Units.BitsPerSecond(bits));

    [Theory]
    [InlineData(Dimension.HugePages, "huge pages")]
    [InlineData(Dimension.DedicatedCpus, "dedicated CPUs")]
    [InlineData(Dimension.NumaFit, "NUMA fit")]
    [InlineData(Dimension.PciNumaAffinity, "PCI NUMA affinity")]
    [InlineData(Dimension.Unspecified, "-")]
    public void Enum_values_are_words(Dimension dimension, string expected) =>
        Assert.Equal(expected, Words.Of(dimension));

    [Fact]
    public void Tables_are_aligned_and_leave_wide_columns_out()
    {
        var table = new TextTable(new Column("NAME"), new Column("COUNT", Right: true), new Column("MORE", Wide: true));
        table.Add("a", "1", "x");
        table.Add("longer", "1000", "");

        Assert.Equal(
            "NAME    COUNT\na           1\nlonger   1000\n",
            Drawing.Of(screen => table.Write(screen, isWide: false, "")));
        Assert.Equal(
            "NAME    COUNT  MORE\na           1  x\nlonger   1000\n",
            Drawing.Of(screen => table.Write(screen, isWide: true, "")));
    }

    [Fact]
    public void Yaml_keeps_what_is_text_and_what_is_not()
    {
        var flavour = new VirtualComputeFlavour
        {
            Name = "true",
            VirtualCpu = new VirtualCpuData { NumVirtualCpu = 4 },
        };

        var yaml = MessageText.ToYaml(MessageText.ToNode(flavour));

        Assert.Contains("name: \"true\"", yaml, StringComparison.Ordinal);
        Assert.Contains("numVirtualCpu: 4", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "(eq,name,plain)")]
    [InlineData("a,b", "(eq,name,'a,b')")]
    [InlineData("it's", "(eq,name,'it''s')")]
    [InlineData("", "(eq,name,'')")]
    public void Filters_quote_what_needs_it(string value, string expected) =>
        Assert.Equal(expected, Filters.Equal("name", value).Expression);

    [Fact]
    public void Filters_are_joined_and_empty_ones_left_out() =>
        Assert.Equal(
            "(eq,a,1);(in,b,2,3)",
            Filters.And(Filters.Equal("a", "1"), Filters.All, Filters.In("b", ["2", "3"])).Expression);
}
