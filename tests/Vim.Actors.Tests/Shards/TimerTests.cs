using Vim.Actors.Tests.Support;

namespace Vim.Actors.Tests.Shards;

public sealed class TimerTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_timer_sends_its_message_when_due_and_not_before()
    {
        var bench = new ShardBench();
        bench.Ask("a", new After(s_second, "t", new Add(1)));
        Advance(bench, s_second / 2);
        Assert.Equal(0, bench.Ask("a", new GetTotal()).Reply);
        Advance(bench, s_second / 2);
        Assert.Equal(1, bench.Ask("a", new GetTotal()).Reply);
        Advance(bench, s_second * 10);
        Assert.Equal(1, bench.Ask("a", new GetTotal()).Reply);
    }

    [Fact]
    public void Timers_of_many_actors_fire_in_order_of_time()
    {
        var bench = new ShardBench();
        foreach (var seconds in new[] { 5, 1, 4, 2, 3 })
        {
            bench.Ask($"actor-{seconds}", new After(s_second * seconds, "t", new Announce($"{seconds}")));
        }
        Advance(bench, s_second * 3);
        Assert.Equal(["1", "2", "3"], bench.Recorder.Effects);
        Advance(bench, s_second * 3);
        Assert.Equal(["1", "2", "3", "4", "5"], bench.Recorder.Effects);
    }

    [Fact]
    public void A_timer_of_the_same_key_replaces_the_one_before()
    {
        var bench = new ShardBench();
        bench.Ask("a", new After(s_second, "t", new Announce("early")));
        bench.Ask("a", new After(s_second * 2, "t", new Announce("late")));
        Advance(bench, s_second * 5);
        Assert.Equal(["late"], bench.Recorder.Effects);
    }

    [Fact]
    public void A_cancelled_timer_does_not_fire_even_if_it_was_due()
    {
        var bench = new ShardBench();
        bench.Ask("a", new After(s_second, "t", new Announce("never")));
        bench.Post("a", new CancelAfter("t"));
        bench.Time.Advance(s_second * 2);
        bench.Dispatcher.RunUntilIdle();
        Assert.True(bench.Recorder.Effects.Count <= 1);
        bench.Ask("b", new After(s_second, "t", new Announce("never")));
        bench.Ask("b", new CancelAfter("t"));
        bench.Recorder.Effects.Clear();
        Advance(bench, s_second * 2);
        Assert.Empty(bench.Recorder.Effects);
    }

    [Fact]
    public void Ten_thousand_rearmed_timers_leave_no_heap_behind()
    {
        var bench = new ShardBench();
        for (var i = 0; i < 10_000; i++)
        {
            bench.Ask("a", new After(s_second * 100, "t", new Announce($"{i}")));
        }
        Advance(bench, s_second * 101);
        Assert.Equal(["9999"], bench.Recorder.Effects);
    }

    [Fact]
    public void A_timer_at_once_does_not_starve_the_mailbox()
    {
        var bench = new ShardBench();
        bench.Post("a", new After(TimeSpan.Zero, "t", new Again()));
        var asked = bench.Post("b", new Add(1));
        for (var step = 0; step < 50 && !asked.HasAnswer; step++)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(1));
            bench.Dispatcher.Step();
        }
        Assert.Equal(1, asked.Reply);
    }

    private static void Advance(ShardBench bench, TimeSpan by)
    {
        bench.Time.Advance(by);
        bench.Dispatcher.RunUntilIdle();
    }
}
