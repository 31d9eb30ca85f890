using Vim.Domain.Units;

namespace Vim.Domain.Tests.Units;

public sealed class UnitTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(10, "10 B")]
    [InlineData(4096, "4 KiB")]
    [InlineData(1536L << 20, "1536 MiB")]
    [InlineData(8L << 30, "8 GiB")]
    [InlineData(5L << 50, "5120 TiB")]
    public void Memory_is_written_in_the_largest_unit_that_divides_it(long bytes, string text) =>
        Assert.Equal(text, new MemorySize(bytes).ToString());

    [Theory]
    [InlineData(0, "0 bit/s")]
    [InlineData(999, "999 bit/s")]
    [InlineData(1_500_000, "1500 kbit/s")]
    [InlineData(250_000_000, "250 Mbit/s")]
    [InlineData(25_000_000_000, "25 Gbit/s")]
    public void Bandwidth_is_written_in_the_largest_unit_that_divides_it(long bits, string text) =>
        Assert.Equal(text, new Bandwidth(bits).ToString());

    [Fact]
    public void A_page_more_is_needed_for_a_byte_more()
    {
        Assert.Equal(0, MemorySize.Zero.PagesOf(PageSize.Huge1GiB));
        Assert.Equal(1, new MemorySize(1).PagesOf(PageSize.Huge1GiB));
        Assert.Equal(2, MemorySize.FromGiB(2).PagesOf(PageSize.Huge1GiB));
        Assert.Equal(3, (MemorySize.FromGiB(2) + new MemorySize(1)).PagesOf(PageSize.Huge1GiB));
        Assert.Equal(MemorySize.FromMiB(6), PageSize.Huge2MiB.Times(3));
    }

    [Fact]
    public void Huge_pages_are_those_of_a_pool()
    {
        Assert.False(PageSize.Small.IsHuge);
        Assert.False(new PageSize(64 << 10).IsHuge);
        Assert.True(PageSize.Huge2MiB.IsHuge);
        Assert.True(PageSize.Huge1GiB > PageSize.Huge2MiB);
    }

    [Fact]
    public void Sums_that_do_not_fit_are_errors_not_wrong_numbers()
    {
        Assert.Throws<OverflowException>(() => new MemorySize(long.MaxValue) + new MemorySize(1));
        Assert.Throws<OverflowException>(() => new Bandwidth(long.MaxValue) + new Bandwidth(1));
        Assert.Throws<OverflowException>(() => MemorySize.FromGiB(long.MaxValue));
        Assert.Throws<OverflowException>(() => Bandwidth.FromGbps(long.MaxValue));
    }
}
