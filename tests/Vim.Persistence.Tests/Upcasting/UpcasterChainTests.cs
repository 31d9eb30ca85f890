using System.Text;
using Vim.Persistence.Upcasting;

namespace Vim.Persistence.Tests.Upcasting;

public sealed class UpcasterChainTests
{
    private static readonly Dictionary<string, int> s_current = new() { ["placed"] = 3, ["bound"] = 1 };

    [Fact]
    public void Old_versions_go_up_step_by_step_and_may_be_renamed()
    {
        var chain = new UpcasterChain(
            s_current, [new Step("placed", 1, "placed", 2), new Step("placed", 2, "placed", 3), new Step(
                "attached", 4, "bound", 1)]);
        var encoded = chain.ToCurrent(new Encoded("placed", 1, Encoding.UTF8.GetBytes("x")));
        Assert.Equal(("placed", 3, "x>placed2>placed3"), (
            encoded.Type, encoded.Version, Encoding.UTF8.GetString(encoded.Payload.Span)));
        Assert.Equal("bound", chain.ToCurrent(new Encoded("attached", 4, default)).Type);
    }

    [Fact]
    public void The_current_version_is_left_alone()
    {
        var chain = new UpcasterChain(s_current, []);
        Assert.True(chain.IsCurrent("placed", 3));
        var encoded = new Encoded("placed", 3, new byte[] { 1 });
        Assert.Equal(encoded, chain.ToCurrent(encoded));
    }

    [Theory]
    [InlineData("placed", 4)]
    [InlineData("unknown", 1)]
    public void What_a_newer_program_wrote_is_refused(string type, int version)
    {
        var chain = new UpcasterChain(s_current, []);
        var refused = Assert.Throws<JournalException>(() => chain.ToCurrent(new Encoded(type, version, default)));
        Assert.Equal(JournalErrorCodes.NewerEvent, refused.Error.Code);
    }

    [Fact]
    public void A_chain_with_a_hole_a_fork_or_a_circle_is_not_built()
    {
        Assert.Throws<ArgumentException>(() => new UpcasterChain(s_current, [new Step("placed", 1, "placed", 2)]));
        Assert.Throws<ArgumentException>(
            () => new UpcasterChain(
                s_current, [new Step("placed", 2, "placed", 3), new Step("placed", 2, "bound", 1)]));
        Assert.Throws<ArgumentException>(
            () => new UpcasterChain(s_current, [new Step("placed", 1, "old", 1), new Step("old", 1, "placed", 1)]));
    }

    private sealed record Step(string Type, int FromVersion, string ToType, int ToVersion) : IUpcaster
    {
        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> payload) =>
            Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(payload.Span)}>{ToType}{ToVersion}");
    }
}
