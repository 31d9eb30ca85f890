using Vim.Domain.Errors;
using Vim.Domain.Hosts;
using Vim.Domain.Identity;
using Vim.Engine.Tests.Support;
using Vim.Persistence;

namespace Vim.Engine.Tests;

/// <summary>The engine stops while a request opens a zone.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public void A_zone_that_is_being_opened_is_waited_for_and_closed() => World.RunWithHosts(1, async world =>
    {
        world.Openings.IsHolding = true;
        var register = world.OperatorAsync(Register("h9", "z9")).AsTask();
        world.Settle();
        Assert.Equal(1, world.Openings.Count);

        var stop = world.Engine.StopAsync();
        world.Settle();
        Assert.False(stop.IsCompleted);
        Assert.False(register.IsCompleted);

        world.Openings.Release();
        world.Settle();
        Assert.True(stop.IsCompletedSuccessfully);
        Assert.True(register.IsCompletedSuccessfully, "a request got an exception instead of an answer");
        Assert.Contains("zone:z9", world.Engine.Statistics().Keys);
        (await world.OperatorAsync(Register("h9", "z9"))).Refused(ErrorCodes.ShuttingDown);
        await world.RestartAsync();
    });

    [Fact]
    public void A_request_that_comes_to_the_journal_after_the_stop_is_refused_and_opens_nothing() =>
        World.RunWithHosts(1, async world =>
        {
            // The directory's answer is under way when the engine stops: the zone is to be opened after it.
            var appends = new Queue<Persistence.Memory.PendingAppend>();
            world.Decide = appends.Enqueue;
            var register = world.OperatorAsync(Register("h9", "z9")).AsTask();
            world.Settle();
            var stop = world.Engine.StopAsync();
            while (appends.TryDequeue(out var append))
            {
                append.Complete();
                world.Settle();
            }

            Assert.True(stop.IsCompletedSuccessfully);
            (await register).Refused(ErrorCodes.ShuttingDown);
            Assert.DoesNotContain("zone:z9", world.Engine.Statistics().Keys);
            await world.RestartAsync();
            Assert.Contains("zone:z9", world.Engine.Statistics().Keys);
        });

    [Fact]
    public void A_zone_that_the_journal_does_not_give_is_a_refusal_and_may_be_tried_again() =>
        World.RunWithHosts(1, async world =>
        {
            world.Openings.IsHolding = true;
            var register = world.OperatorAsync(Register("h9", "z9")).AsTask();
            world.Settle();
            world.Openings.Release(new JournalException(new(JournalErrorCodes.InputOutput, "the disk is gone")));
            var refusal = (await register).Refused(ErrorCodes.JournalUnavailable);
            Assert.Contains("the disk is gone", refusal.Message, StringComparison.Ordinal);
            (await world.OperatorAsync(Register("h9", "z9"))).Ok();
            world.Agents.Add(Inventories.Small("h9") with { Zone = new ZoneId("z9") });
        });

    private static RegisterHost Register(string host, string zone) =>
        new(Inventories.Small(host) with { Zone = new ZoneId(zone) }, [], "fake");
}
