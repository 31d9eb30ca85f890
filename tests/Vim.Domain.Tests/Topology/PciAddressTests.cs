using FsCheck;
using FsCheck.Fluent;
using Vim.Domain.Topology;

namespace Vim.Domain.Tests.Topology;

public sealed class PciAddressTests
{
    [Fact]
    public void Text_leads_back_to_the_address_and_order_is_that_of_the_text()
    {
        Prop.ForAll(Addresses(), Addresses(), (left, right) =>
            PciAddress.Parse(left.ToString()) == left
            && Math.Sign(left.CompareTo(right)) == Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString()))
            && left < right == left.CompareTo(right) < 0
            && left >= right == left.CompareTo(right) >= 0).Check(Config.QuickThrowOnFailure);
    }

    [Theory]
    [InlineData("0000:3b:00.1", "0000:3b:00.1")]
    [InlineData("FFFF:FF:1F.7", "ffff:ff:1f.7")]
    public void Addresses_are_read(string text, string canonical) =>
        Assert.Equal(canonical, PciAddress.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("3b:00.1")]
    [InlineData("0000:3b:00:1")]
    [InlineData("0000.3b.00.1")]
    [InlineData("0000.3b:00:1")]
    [InlineData("0000:3b:20.0")]
    [InlineData("0000:3b:00.8")]
    [InlineData("00000:3b:00.1")]
    [InlineData("0000:3bb:00.1")]
    [InlineData("0000:3g:00.1")]
    [InlineData("0000:3b:00.1 ")]
    [InlineData("0000:3b:00.")]
    public void What_is_no_address_is_refused(string text)
    {
        Assert.False(PciAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => PciAddress.Parse(text));
    }

    private static Arbitrary<PciAddress> Addresses() =>
        (from domain in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 0xffff))
         from bus in Gen.Choose(0, 0xff)
         from device in Gen.Choose(0, 0x1f)
         from function in Gen.Choose(0, 7)
         select new PciAddress((ushort)domain, (byte)bus, (byte)device, (byte)function)).ToArbitrary();
}
