using Google.Protobuf;
using Vim.Domain.AffinityGroups;
using Vim.Domain.Placement;
using Vim.Engine.Codecs;

namespace Vim.Engine.Tests;

/// <summary>What an affinity group leaves to the hosts survives the journal and a summary.</summary>
public sealed class SoftGroupTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 20, 10, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true, 1, AffinityScope.Rack)]
    [InlineData(false, 3, AffinityScope.Socket)]
    public void A_group_keeps_its_wish_through_journal_and_summary(bool soft, int most, AffinityScope scope)
    {
        var made = new AffinityGroupCreated("g", new("t1"), AffinityType.AntiAffinity, scope, default, s_at)
        {
            IsSoft = soft,
            MaxPerScope = most,
        };
        var codec = new EventCodec();
        var type = codec.TypeOf(made);
        var read = codec.Read(type.Name, EventType.Version, type.ToMessage(made).ToByteArray());
        Assert.Equal(made, read);

        var state = AffinityGroupDecider.Evolve(new() { Id = new("g") }, read);
        Assert.Equal((soft, most), (state.IsSoft, state.MaxPerScope));
        Assert.Equal([made], AffinityGroupDecider.Summarise(state));
    }
}
