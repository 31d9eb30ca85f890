using Vim.Domain.Compute;
using Vim.Domain.Errors;
using Vim.Domain.Flavours;
using Vim.Domain.Images;
using Vim.Engine.Tests.Support;

namespace Vim.Engine.Tests;

public sealed class IdempotencyTests
{
    [Fact]
    public void The_same_key_and_request_give_the_same_compute_also_after_a_restart() =>
        World.RunWithHosts(2, async world =>
    {
        var first = (await world.AllocateAsync(Asked.Dedicated(2), "k")).Ok();
        world.Settle();
        var second = (await world.AllocateAsync(Asked.Dedicated(2), "k")).Ok();
        await world.RestartAsync();
        var third = (await world.AllocateAsync(Asked.Dedicated(2), "k")).Ok();

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Id, third.Id);
        Assert.Equal(first.Placement!.Pins, third.Placement!.Pins);
        Assert.Equal(1, world.Engine.Views.Computes.Count);
    });

    [Fact]
    public void The_same_key_with_another_request_is_refused() => World.RunWithHosts(1, async world =>
    {
        (await world.AllocateAsync(Asked.Dedicated(2), "k")).Ok();
        (await world.AllocateAsync(Asked.Dedicated(3), "k")).Refused(ErrorCodes.IdempotencyKeyReused);
        await world.RestartAsync();
        (await world.AllocateAsync(Asked.Dedicated(3), "k")).Refused(ErrorCodes.IdempotencyKeyReused);
    });

    [Fact]
    public void The_same_key_of_another_tenant_or_principal_is_another_key() => World.RunWithHosts(1, async world =>
    {
        var mine = (await world.AllocateAsync(Asked.Dedicated(1), "k")).Ok();
        var theirs = (await world.AskAsync(
            Asked.Dedicated(2), World.Tenant with { ResourceGroup = new("tenant-2"), IdempotencyKey = "k" })).Ok();
        var others = (await world.AskAsync(
            Asked.Dedicated(1), World.Tenant with { Principal = "vnfm", IdempotencyKey = "k" })).Ok();
        Assert.Equal(3, new[] { mine.Id, theirs.Id, others.Id }.Distinct().Count());
    });

    [Fact]
    public void Many_at_once_with_one_key_make_one_compute() => World.RunWithHosts(2, async world =>
    {
        var tries = Enumerable.Range(0, 20).Select(_ => world.AllocateAsync(Asked.Dedicated(2), "k").AsTask()).ToList();
        var answers = await Task.WhenAll(tries);

        Assert.Single(answers.Select(answer => answer.Ok().Id).Distinct());
        Assert.Equal(1, world.Engine.Views.Computes.Count);
    });

    [Fact]
    public void A_retry_while_the_first_waits_for_its_guest_waits_too() => World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].IsSilent = true;
        var asked = Asked.Dedicated(2) with { AnswerWhen = AnswerWhen.Running };
        var first = world.AllocateAsync(asked, "k").AsTask();
        world.Settle();
        var second = world.AllocateAsync(asked, "k").AsTask();
        world.Settle();
        Assert.False(first.IsCompleted || second.IsCompleted);

        world.Agents["h1"].IsSilent = false;
        Assert.Equal((await first).Ok(), (await second).Ok());
        Assert.Equal(1, world.Engine.Views.Computes.Count);
    });

    [Fact]
    public void A_retry_does_not_need_what_the_first_try_named_any_more() => World.RunWithHosts(1, async world =>
    {
        var requirements = Asked.Dedicated(2).Requirements!;
        var flavour = (await world.AskAsync(new CreateFlavour { Requirements = requirements })).Ok();
        var asked = new AllocateCompute { Flavour = flavour.Id };
        var first = (await world.AllocateAsync(asked, "k")).Ok();
        (await world.AskAsync(new DeleteFlavour(flavour.Id))).Ok();

        Assert.Equal(first.Id, (await world.AllocateAsync(asked, "k")).Ok().Id);
        (await world.AllocateAsync(asked)).Refused(ErrorCodes.NotFound);
    });

    [Fact]
    public void A_refusal_made_nothing_so_a_retry_is_decided_anew() => World.RunWithHosts(1, async world =>
    {
        var full = (await world.AllocateAsync(Asked.Dedicated(6))).Ok();
        var other = (await world.AllocateAsync(Asked.Dedicated(6))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(6), "k")).Refused(ErrorCodes.NoFeasibleHost);
        (await world.AskAsync(new TerminateCompute(full.Id))).Ok();
        (await world.AllocateAsync(Asked.Dedicated(6), "k")).Ok();
        Assert.NotEqual(full.Id, other.Id);
    });

    [Fact]
    public void Catalogue_resources_keep_their_keys_too_even_when_deleted() => World.Run(async world =>
    {
        var caller = World.Tenant with { IdempotencyKey = "k" };
        var command = new AddImage(null, new() { Name = "debian" });
        var first = (await world.AskAsync(command, caller)).Ok();
        Assert.Equal(first, (await world.AskAsync(command, caller)).Ok());
        var other = new AddImage(null, new() { Name = "other" });
        (await world.AskAsync(other, caller)).Refused(ErrorCodes.IdempotencyKeyReused);
        (await world.AskAsync(new DeleteImage(first.Id))).Ok();
        await world.CrashAsync();
        Assert.False((await world.AskAsync(command, caller)).Ok().Exists);
        Assert.Equal(0, world.Engine.Views.Images.Count);
    });

    [Fact]
    public void A_deadline_ends_the_wait_and_not_the_work() => World.RunWithHosts(1, async world =>
    {
        world.Agents["h1"].IsSilent = true;
        var caller = World.Tenant with { IdempotencyKey = "k", Deadline = world.Clock.GetUtcNow().AddSeconds(2) };
        var asked = Asked.Dedicated(2) with { AnswerWhen = AnswerWhen.Running };
        var waiting = world.AskAsync(asked, caller).AsTask();
        world.Settle();
        world.Advance(TimeSpan.FromSeconds(3));
        (await waiting).Refused(ErrorCodes.DeadlineExceeded);

        world.Agents["h1"].IsSilent = false;
        Assert.Equal(ComputePhase.Running, (await world.AllocateAsync(asked, "k")).Ok().Phase);
        Assert.Equal(1, world.Engine.Views.Computes.Count);
    });

    [Fact]
    public void What_comes_past_its_deadline_is_not_begun() => World.RunWithHosts(1, async world =>
    {
        var caller = World.Tenant with { IdempotencyKey = "k", Deadline = world.Clock.GetUtcNow() };
        (await world.AskAsync(Asked.Dedicated(2), caller)).Refused(ErrorCodes.DeadlineExceeded);
        world.Settle();
        Assert.Equal(0, world.Engine.Views.Computes.Count);
    });
}
