using Vim.Persistence.Memory;
using Vim.Persistence.Tests.Support;

namespace Vim.Persistence.Tests.Memory;

/// <summary>What a simulator needs: somebody else decides how each append ends.</summary>
public sealed class MemoryJournalFaultTests
{
    private readonly MemoryJournalMedium _medium = new();
    private readonly List<PendingAppend> _pending = [];

    [Fact]
    public async Task An_append_ends_when_and_how_it_is_told()
    {
        var writer = await ShardWriter.OpenAsync(Store());
        var slow = writer.AppendAsync(writer.Event("a"));
        Assert.False(slow.IsCompleted);
        Assert.Empty((await SqliteFixture.ReadAsync(Store())).Events);
        _pending[0].Complete();
        Assert.Equal(JournalStatus.Committed, (await slow).Status);

        var failed = writer.AppendAsync(writer.Event("a"));
        _pending[1].Fail(new JournalError(JournalErrorCodes.DiskFull, "full"));
        Assert.Equal(JournalErrorCodes.DiskFull, (await failed).Error!.Code);
        Assert.Single((await SqliteFixture.ReadAsync(Store())).Events);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_lost_answer_leaves_the_outcome_unknown(bool isDurable, int events)
    {
        var writer = await ShardWriter.OpenAsync(Store());
        var append = writer.AppendAsync(writer.Event("a"));
        _pending[0].LoseAnswer(isDurable);
        Assert.Equal(JournalStatus.Unknown, (await append).Status);
        Assert.Equal(events, (await SqliteFixture.ReadAsync(Store())).Events.Count);
    }

    [Fact]
    public async Task After_a_crash_the_medium_has_what_reached_it_and_nobody_was_told()
    {
        var writer = await ShardWriter.OpenAsync(Store());
        var first = writer.AppendAsync(writer.Event("a"));
        var second = writer.AppendAsync(writer.Event("a"));
        _pending[0].Crash(isDurable: true);
        _pending[1].Crash(isDurable: false);
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.Equal([1], (await SqliteFixture.ReadAsync(Store())).Positions);
        Assert.Throws<InvalidOperationException>(_pending[0].Complete);
    }

    [Fact]
    public async Task Two_stores_on_one_medium_are_two_owners_and_the_older_is_fenced_even_for_what_was_on_its_way()
    {
        var old = await ShardWriter.OpenAsync(Store());
        var late = old.AppendAsync(old.Event("a"));
        var next = await ShardWriter.OpenAsync(new MemoryJournalStore(_medium));
        Assert.Equal(JournalStatus.Committed, (await next.AppendAsync(next.Event("b"))).Status);
        _pending[0].Complete();
        Assert.Equal(JournalStatus.Fenced, (await late).Status);
    }

    private MemoryJournalStore Store() => new(_medium, _pending.Add);
}
